package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DnsResolverTest {
    private final FakeScheduler time = new FakeScheduler();
    private final AtomicInteger lookups = new AtomicInteger();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private volatile String answer = "10.0.0.1";
    private final NameResolver resolver = DnsResolverProvider.create()
            .withIntervals(Duration.ofSeconds(60), Duration.ofSeconds(5))
            .withLookup(this::lookUp)
            .newResolver("name:80", time);

    @AfterEach
    void close() {
        resolver.close();
    }

    @Test
    void start_looksUpAtOnceAndKeepsTheName() throws Exception {
        start();
        InetSocketAddress found = (InetSocketAddress) ((List<?>) next()).get(0);
        assertThat(found.getAddress().getHostAddress()).isEqualTo("10.0.0.1");
        assertThat(found.getHostString()).isEqualTo("name");
        assertThat(found.getPort()).isEqualTo(80);
    }

    @Test
    void interval_bringsTheNextLookup() throws Exception {
        start();
        next();
        awaitIdle();
        answer = "10.0.0.2";
        time.advance(Duration.ofSeconds(59));
        assertThat(lookups).hasValue(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(next()).hasToString("[name/10.0.0.2:80]");
    }

    @Test
    void refresh_waitsForTheLeastInterval() throws Exception {
        start();
        next();
        awaitIdle();
        resolver.refresh();
        resolver.refresh();
        time.advance(Duration.ofSeconds(4));
        assertThat(lookups).hasValue(1);
        time.advance(Duration.ofSeconds(1));
        next();
        awaitIdle();
        assertThat(lookups).hasValue(2);
    }

    @Test
    void failure_isToldAndTriedAgainSoon() throws Exception {
        answer = "";
        start();
        assertThat(((Status) next()).message()).startsWith("name: name (expected: one that has addresses");
        awaitIdle();
        answer = "10.0.0.3";
        time.advance(Duration.ofSeconds(5));
        assertThat(next()).hasToString("[name/10.0.0.3:80]");
    }

    @Test
    void close_endsTheLookups() throws Exception {
        start();
        next();
        awaitIdle();
        resolver.close();
        time.advance(Duration.ofHours(1));
        assertThat(lookups).hasValue(1);
        assertThat(time.pending()).isZero();
    }

    private void start() {
        resolver.start(new NameResolver.Listener() {
            @Override
            public void onAddresses(List<InetSocketAddress> addresses) {
                heard.add(addresses);
            }

            @Override
            public void onFailure(Status status) {
                heard.add(status);
            }
        });
    }

    private Object next() throws InterruptedException {
        Object next = heard.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    /** The lookup's thread has set the time of the next one. */
    private void awaitIdle() {
        while (time.pending() == 0) {
            Thread.onSpinWait();
        }
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        if (answer.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {
            InetAddress.getByAddress(host, InetAddress.getByName(answer).getAddress())
        };
    }
}
