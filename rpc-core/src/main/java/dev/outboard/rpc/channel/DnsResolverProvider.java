package dev.outboard.rpc.channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Names resolved by the JDK ({@link InetAddress}), on a daemon thread of each resolver: at once, at an interval, and after
 * connections were lost or refused, but never more often than the least interval allows. The JDK caches too, for as long as
 * its security property {@code networkaddress.cache.ttl} says. Immutable.
 */
public final class DnsResolverProvider implements NameResolverProvider {
    static final String SCHEME = "dns";

    private final Duration interval;
    private final Duration leastInterval;
    private final Lookup lookup;

    private DnsResolverProvider(Duration interval, Duration leastInterval, Lookup lookup) {
        this.interval = interval;
        this.leastInterval = leastInterval;
        this.lookup = lookup;
    }

    /** Asks for a name's addresses; may block. */
    @FunctionalInterface
    public interface Lookup {
        /** All addresses; {@link InetAddress#getAllByName}. */
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /** Every minute, at most every 5 s, by the JDK. */
    public static DnsResolverProvider create() {
        return new DnsResolverProvider(Duration.ofMinutes(1), Duration.ofSeconds(5), InetAddress::getAllByName);
    }

    /**
     * Other intervals.
     *
     * @param newInterval between lookups that nothing asks for
     * @param newLeastInterval between lookups, above 0 and at most {@code newInterval}
     */
    public DnsResolverProvider withIntervals(Duration newInterval, Duration newLeastInterval) {
        if (newLeastInterval.isNegative() || newLeastInterval.isZero() || newLeastInterval.compareTo(newInterval) > 0) {
            throw new IllegalArgumentException(
                    "leastInterval: " + newLeastInterval + " (expected: > 0 and <= " + newInterval + ")");
        }
        return new DnsResolverProvider(newInterval, newLeastInterval, lookup);
    }

    /** Another way to ask. */
    public DnsResolverProvider withLookup(Lookup newLookup) {
        return new DnsResolverProvider(interval, leastInterval, newLookup);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public NameResolver newResolver(String target, ChannelScheduler scheduler) {
        InetSocketAddress address = Target.address(target);
        return new DnsResolver(address, lookup, scheduler, interval.toNanos(), leastInterval.toNanos());
    }
}
