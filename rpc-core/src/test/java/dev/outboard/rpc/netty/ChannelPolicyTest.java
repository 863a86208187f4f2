package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.Limits;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.channel.BackoffPolicy;
import dev.outboard.rpc.channel.DnsResolverProvider;
import dev.outboard.rpc.channel.HedgingPolicy;
import dev.outboard.rpc.channel.LoadBalancer;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;
import dev.outboard.rpc.channel.RetryPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Retries, hedges, balancing and names, over real servers. */
@ParameterizedClass
@EnumSource(names = {"EPOLL_UNSAFE", "NIO_SAFE_TLS"})
final class ChannelPolicyTest {
    private static final RetryPolicy RETRY = new RetryPolicy(
            3, new BackoffPolicy(Duration.ofMillis(50), 2, 0, Duration.ofSeconds(1)), Set.of(StatusCode.UNAVAILABLE));

    private final Variant variant;

    ChannelPolicyTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void refusedCall_isMadeAgainAndRunsOnce() throws Exception {
        Limits oneCall = Limits.defaults().withMaxConcurrentCalls(1);
        try (Cluster cluster = new Cluster(variant, 1, server -> server.limits(oneCall));
                ManagedChannel channel =
                        cluster.connected(cluster.channel().policy(Echo.PARKED, RetryPolicy.notProcessed()))) {
            Outcome first = Cluster.call(channel, Echo.PARKED, Echo.number(1));
            ServerCall held = cluster.parked(0);
            Outcome second = Cluster.call(channel, Echo.PARKED, Echo.number(2));
            cluster.until("a backoff", () -> cluster.time.pending() == 1);
            held.complete();
            first.reply();
            cluster.time.advance(Duration.ofSeconds(1));
            Echo.echo(cluster.parked(0));
            assertThat(second.reply()).containsExactly(2, 0, 0, 0, 0, 0, 0, 0);
            assertThat(second.told).hasValue(1);
            assertThat(cluster.echoes.get(0).parked).isEmpty();
        }
    }

    @Test
    void lostCall_isMadeAgainElsewhereIfIdempotent() throws Exception {
        try (Cluster cluster = new Cluster(variant, 2);
                ManagedChannel channel = cluster.connected(cluster.channel()
                        .loadBalancer(LoadBalancer.roundRobin())
                        .policy(Echo.PARKED, RETRY))) {
            Outcome outcome = Cluster.call(channel, Echo.PARKED, Echo.number(3));
            int first = awaitParked(cluster);
            ServerCall lost = cluster.parked(first);
            cluster.servers.get(first).close();
            lost.complete();
            cluster.until("a backoff", () -> cluster.time.pending() >= 2);
            cluster.time.advance(Duration.ofMillis(50));
            Echo.echo(cluster.parked(1 - first));
            assertThat(outcome.reply()).containsExactly(3, 0, 0, 0, 0, 0, 0, 0);
            assertThat(outcome.told).hasValue(1);
        }
    }

    @Test
    void tooLongACall_isNotMadeAgain() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = cluster.connected(cluster.channel().retry(RETRY))) {
            Outcome outcome = Cluster.call(channel, Echo.ON_LOOP, out -> out.writeRaw(new byte[5 << 20], 0, 5 << 20));
            outcome.assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "too long");
            assertThat(Cluster.endpoint(channel, 0).picks()).isEqualTo(1);
        }
    }

    @Test
    void hedge_answersAndTheLoserIsCancelled() throws Exception {
        try (Cluster cluster = new Cluster(variant, 2);
                ManagedChannel channel = cluster.connected(cluster.channel()
                        .loadBalancer(LoadBalancer.roundRobin())
                        .policy(Echo.PARKED, HedgingPolicy.after(Duration.ofMillis(20))))) {
            Outcome outcome = Cluster.call(channel, Echo.PARKED, Echo.number(4));
            int first = awaitParked(cluster);
            ServerCall loser = cluster.parked(first);
            cluster.time.advance(Duration.ofMillis(20));
            Echo.echo(cluster.parked(1 - first));
            assertThat(outcome.reply()).containsExactly(4, 0, 0, 0, 0, 0, 0, 0);
            Await.until("loser's cancellation", loser::cancelled);
            loser.complete();
            assertThat(outcome.told).hasValue(1);
        }
    }

    @Test
    void leastLoaded_leavesASlowServerAlone() {
        try (Cluster cluster = new Cluster(variant, 2);
                ManagedChannel channel =
                        cluster.connected(cluster.channel().loadBalancer(LoadBalancer.leastLoaded()))) {
            cluster.echoes.get(1).gate.countDown();
            for (int i = 0; i < 100; i++) {
                long before = Cluster.endpoint(channel, 0).picks();
                Outcome outcome = Cluster.call(channel, Echo.HELD, Echo.number(i));
                boolean slow = Cluster.endpoint(channel, 0).picks() > before;
                cluster.until(
                        "an end, or the slow server",
                        () -> slow ? cluster.echoes.get(0).held.getCount() == 0 : outcome.isDone());
            }
            assertThat(Cluster.endpoint(channel, 0).picks()).isLessThanOrEqualTo(1);
            cluster.echoes.get(0).gate.countDown();
            cluster.until("no call", () -> Cluster.endpoint(channel, 0).callsInFlight() == 0);
        }
    }

    @Test
    void hashKey_staysWithItsServer() throws Exception {
        try (Cluster cluster = new Cluster(variant, 3);
                ManagedChannel channel =
                        cluster.connected(cluster.channel().loadBalancer(LoadBalancer.consistentHash()))) {
            for (int i = 0; i < 30; i++) {
                Cluster.call(channel.withHashKey(77), Echo.ON_LOOP, Echo.number(i))
                        .reply();
            }
            assertThat(channel.describe().endpoints())
                    .extracting(endpoint -> endpoint.picks())
                    .containsExactlyInAnyOrder(30L, 0L, 0L);
        }
    }

    @Test
    void dns_findsServersByTheNameThatTlsChecks() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        DnsResolverProvider dns = DnsResolverProvider.create().withLookup(host -> {
            lookups.incrementAndGet();
            return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
        });
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = ManagedChannelBuilder.of(
                                "dns:///localhost:" + cluster.ports.get(0), cluster.client)
                        .scheduler(cluster.time)
                        .resolver(dns)
                        .build()) {
            assertThat(Cluster.call(channel, Echo.ON_LOOP, Echo.number(1)).reply())
                    .hasSize(8);
            cluster.stop(0);
            cluster.until("loss", () -> Cluster.endpoint(channel, 0).lost() == 1);
            cluster.time.advance(Duration.ofSeconds(5));
            cluster.until("another lookup", () -> lookups.get() == 2);
        }
    }

    @Test
    void dnsOfTheJdk_findsLocalhost() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = ManagedChannelBuilder.of("localhost:" + cluster.ports.get(0), cluster.client)
                        .build()) {
            assertThat(Cluster.call(channel, Echo.ON_LOOP, Echo.number(1)).reply())
                    .hasSize(8);
        }
    }

    /** Which of two servers has a call. */
    private static int awaitParked(Cluster cluster) {
        cluster.until("a parked call", () -> cluster.echoes.stream().anyMatch(echo -> !echo.parked.isEmpty()));
        return cluster.echoes.get(0).parked.isEmpty() ? 1 : 0;
    }
}
