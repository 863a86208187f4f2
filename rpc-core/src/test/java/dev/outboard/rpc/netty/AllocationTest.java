package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.channel.EndpointSnapshot;
import dev.outboard.rpc.channel.LoadBalancer;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;
import dev.outboard.rpc.channel.RetryPolicy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call leaves nothing to collect, on the event loops of both ends and on the workers: the JVM's exact counters say so.
 *
 * <p>On epoll. The JDK's selector makes an object for each key that it selects, unless Netty has put a set of its own in
 * the place of the JDK's, which it can only with Unsafe; what that comes to per call depends on how many calls a read
 * finds, and is not the call's.
 */
@ParameterizedClass
@EnumSource(names = {"EPOLL_SAFE", "EPOLL_UNSAFE"})
final class AllocationTest {
    private static final int WARM_UP = 200_000;
    private static final int CALLS = 200_000;
    private static final int PUSHES = 200_000;
    private static final int IN_FLIGHT = 64;
    /** Of a call that is timed for a recording, and too short for it. */
    private static final double EVENT_BYTES = 160;

    private final Variant variant;

    AllocationTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void callOnTheLoop_allocatesNothing() throws Exception {
        assertThat(bytesPerCall(variant, Echo.ON_LOOP)).isLessThan(1.0);
    }

    @Test
    void callOnWorkers_allocatesNothing() throws Exception {
        assertThat(bytesPerCall(variant, Echo.ON_WORKERS)).isLessThan(1.0);
    }

    /** Threads that have no lists of frames of their own, as users' have none. */
    @Test
    void callFromAnotherThread_allocatesNothing() throws Exception {
        try (Pair pair = new Pair(variant);
                OtherThread caller = new OtherThread(pair.connection)) {
            assertThat(bytesPerRun(caller.thread, CALLS, caller::calls)).isLessThan(1.0);
            assertThat(bytesPerRun(caller.thread, CALLS, caller::messages)).isLessThan(1.0);
        }
    }

    @Test
    void callThroughAChannel_allocatesNothing() throws Exception {
        for (LoadBalancer balancer : List.of(LoadBalancer.roundRobin(), LoadBalancer.leastLoaded())) {
            assertThat(bytesPerCallThrough(balancer)).isLessThan(1.0);
        }
    }

    @Test
    void callByHashKey_allocatesNothing() throws Exception {
        assertThat(bytesPerCallThrough(LoadBalancer.consistentHash())).isLessThan(1.0);
    }

    /** A recording that wants other events of ours, but not these. */
    @Test
    void callThatIsNotRecorded_allocatesNothing_whileARecordingRuns() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.outboard.WindowStall");
            recording.disable("dev.outboard.Call");
            recording.start();
            assertThat(bytesPerCall(variant, Echo.ON_LOOP)).isLessThan(1.0);
            assertThat(bytesPerCall(variant, Echo.ON_WORKERS)).isLessThan(1.0);
        }
    }

    /** The event and the note that it hangs on; its names are made where it is long enough to be kept. */
    @Test
    void recordedCall_allocatesItsEvent() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.outboard.Call").withThreshold(Duration.ofHours(1));
            recording.start();
            assertThat(bytesPerCall(variant, Echo.ON_LOOP)).isBetween(50.0, EVENT_BYTES);
        }
    }

    @Test
    void observedCall_allocatesNothing() throws Exception {
        LongAdder ends = new LongAdder();
        CallObserver counting = call -> ends.increment();
        try (Pair pair = new Pair(variant, server -> server.observer(counting).observer(counting), client -> client)) {
            assertThat(bytesPerRun(CALLS, calls -> run(pair.connection, Echo.ON_WORKERS, calls)))
                    .isLessThan(1.0);
        }
        assertThat(ends.sum()).isGreaterThanOrEqualTo(2 * (WARM_UP + CALLS));
    }

    /** What is compressed goes through frames of its own, and nothing else. */
    @Test
    void compressedCall_allocatesNothing() throws Exception {
        for (Compression with : List.of(Compression.GZIP, Compression.LZ4)) {
            for (Method method : List.of(Echo.ON_LOOP, Echo.ON_WORKERS)) {
                LongAdder requestBytes = new LongAdder();
                try (Pair pair = new Pair(
                        variant,
                        server -> server.compression(with)
                                .compressFromBytes(0)
                                .observer(call -> requestBytes.add(call.requestBytes())),
                        client -> client.compression(with).compressFromBytes(0))) {
                    double bytes = bytesPerRun(CALLS, calls -> run(pair.connection, method, calls));
                    System.out.printf("%s, %s, %s: %.2f B per call%n", variant, with, method.name(), bytes);
                    assertThat(bytes).isLessThan(1.0);
                }
                assertThat(requestBytes.sum()).isLessThan(60L * (WARM_UP + CALLS));
            }
        }
    }

    @Test
    void push_allocatesNothing() throws Exception {
        pushAllocatesNothing(new PushChain(false));
    }

    @Test
    void pushOnTheConnectionsOwnLoop_allocatesNothing() throws Exception {
        pushAllocatesNothing(new PushChain(true));
    }

    private void pushAllocatesNothing(PushChain chain) throws Exception {
        try (Pair pair = new Pair(variant, chain::listening, chain::receiving)) {
            assertThat(bytesPerRun(PUSHES, pushes -> chain.run(pair.server, pushes)))
                    .isLessThan(1.0);
        }
    }

    /** Over two connections to each of two endpoints, one of which is the other under another name. */
    private double bytesPerCallThrough(LoadBalancer balancer) throws Exception {
        try (Pair pair = new Pair(variant);
                ManagedChannel channel = channel(pair, balancer)) {
            RpcChannel view = channel.withHashKey(7);
            return bytesPerRun(CALLS, calls -> run(view, Echo.ON_LOOP, calls));
        }
    }

    private static ManagedChannel channel(Pair pair, LoadBalancer balancer) {
        int port = pair.server.port();
        ManagedChannel channel = ManagedChannelBuilder.of(
                        "static:///localhost:" + port + ",127.0.0.1:" + port, pair.client)
                .connectionsPerEndpoint(2)
                .loadBalancer(balancer)
                .policy(Echo.ON_WORKERS, RetryPolicy.idempotent())
                .build();
        channel.connect();
        Await.until("connections", () -> {
            List<EndpointSnapshot> endpoints = channel.describe().endpoints();
            return endpoints.size() == 2 && endpoints.stream().allMatch(endpoint -> endpoint.connections() == 2);
        });
        return channel;
    }

    /** Over one connection. */
    static double bytesPerCall(Variant variant, Method method) throws Exception {
        try (Pair pair = new Pair(variant)) {
            return bytesPerRun(CALLS, calls -> run(pair.connection, method, calls));
        }
    }

    /** Bytes that the product's threads allocate per unit of a run, once another run has warmed them up. */
    private static double bytesPerRun(int units, Run run) throws InterruptedException {
        return bytesPerRun(null, units, run);
    }

    /** The same, with a thread of the test's. */
    private static double bytesPerRun(@Nullable Thread other, int units, Run run) throws InterruptedException {
        run.of(WARM_UP);
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("outboard-") || thread.equals(other))
                .toList();
        long before = allocated(threads);
        run.of(units);
        return (allocated(threads) - before) / (double) units;
    }

    private interface Run {
        void of(int units) throws InterruptedException;
    }

    private static void run(RpcChannel channel, Method method, int calls) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(calls);
        Chain.start(channel, method, IN_FLIGHT, left);
        left.await();
    }

    private static long allocated(List<Thread> threads) {
        ThreadMXBean counters = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.stream()
                .mapToLong(thread -> counters.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }
}
