package dev.outboard.rpc.channel;

import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks a name up again and again; one lookup at a time, on a thread of its own. Any thread. */
final class DnsResolver implements NameResolver {
    private static final Logger LOG = LoggerFactory.getLogger(DnsResolver.class);
    private static final long IDLE_SECONDS = 10;

    private final InetSocketAddress target;
    private final DnsResolverProvider.Lookup lookup;
    private final ChannelScheduler scheduler;
    private final long intervalNanos;
    private final long leastNanos;
    private final ThreadPoolExecutor executor;

    // Guarded by this.
    private @Nullable Listener listener;
    private ChannelScheduler.@Nullable Task next;
    private long nextNanos;
    private long begunNanos;
    private boolean running;
    private boolean again;
    private boolean closed;

    DnsResolver(
            InetSocketAddress target,
            DnsResolverProvider.Lookup lookup,
            ChannelScheduler scheduler,
            long intervalNanos,
            long leastNanos) {
        this.target = target;
        this.lookup = lookup;
        this.scheduler = scheduler;
        this.intervalNanos = intervalNanos;
        this.leastNanos = leastNanos;
        this.executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), action -> {
                    Thread thread = new Thread(action, "outboard-dns-" + target.getHostString());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public synchronized void start(Listener newListener) {
        listener = newListener;
        begin();
    }

    @Override
    public synchronized void refresh() {
        if (running) {
            again = true;
        } else {
            beginAt(begunNanos + leastNanos);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        listener = null;
        cancelNext();
        executor.shutdownNow();
    }

    /** Has the next lookup begin then, if none is to begin earlier. */
    private void beginAt(long nanos) {
        if (closed || next != null && nextNanos - nanos <= 0) {
            return;
        }
        cancelNext();
        nextNanos = nanos;
        try {
            next = scheduler.schedule(this::begin, Math.max(0, nanos - scheduler.nanoTime()));
        } catch (RejectedExecutionException e) {
            LOG.debug("resolver: the channel's time has ended", e);
        }
    }

    private synchronized void begin() {
        if (closed || running) {
            return;
        }
        cancelNext();
        running = true;
        begunNanos = scheduler.nanoTime();
        executor.execute(this::lookUp);
    }

    private void cancelNext() {
        ChannelScheduler.Task set = next;
        next = null;
        if (set != null) {
            set.cancel();
        }
    }

    /** On the resolver's own thread. */
    private void lookUp() {
        boolean found = false;
        try {
            InetAddress[] addresses = lookup.lookUp(target.getHostString());
            found = addresses.length > 0;
            tell(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            tell(new Status(
                    StatusCode.UNAVAILABLE,
                    true,
                    "name: " + target.getHostString() + " (expected: one that has addresses; " + e + ")"));
        } finally {
            ended(found);
        }
    }

    private void tell(InetAddress[] addresses) {
        List<InetSocketAddress> all = Arrays.stream(addresses)
                .map(address -> new InetSocketAddress(address, target.getPort()))
                .toList();
        Listener told = listener();
        if (told != null) {
            told.onAddresses(all);
        }
    }

    private void tell(Status status) {
        Listener told = listener();
        if (told != null) {
            told.onFailure(status);
        }
    }

    private synchronized @Nullable Listener listener() {
        return listener;
    }

    private synchronized void ended(boolean found) {
        running = false;
        boolean soon = again || !found;
        again = false;
        beginAt(begunNanos + (soon ? leastNanos : intervalNanos));
    }
}
