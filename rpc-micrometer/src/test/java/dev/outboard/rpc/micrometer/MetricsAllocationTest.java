package dev.outboard.rpc.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.ClientInterceptor;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What measuring a call leaves to collect, by the JVM's exact counters: on the server nothing, on the client the one object of a
 * watched call beside what every intercepted call costs. On the default transport, whose own share is in both sides of the second.
 */
final class MetricsAllocationTest {
    private static final int CALLS = 200_000;
    private static final int IN_FLIGHT = 64;
    /** A watched call is 64 bytes, with compressed references; the rest is for queues that grow under load. */
    private static final double WATCHED_BYTES = 96;

    @ParameterizedTest
    @ValueSource(strings = {"Echo", "EchoOnWorkers"})
    void server_allocatesNothing(String method) throws Exception {
        ServerMetrics metrics = new ServerMetrics(new SimpleMeterRegistry());
        try (Rig rig = new Rig(server -> server.observer(metrics))) {
            assertThat(bytesPerCall(rig.connection, Method.unary(Rig.SERVICE + "/" + method)))
                    .isLessThan(1.0);
        }
    }

    @Test
    void client_allocatesOneObject_besideThoseOfAnInterceptor() throws Exception {
        ClientMetrics metrics = new ClientMetrics(new SimpleMeterRegistry());
        try (Rig rig = new Rig(server -> server)) {
            double intercepted = bytesPerCall(rig.connection.intercepted(new ClientInterceptor() {}), Rig.ECHO);
            double measured = bytesPerCall(rig.connection.intercepted(metrics.interceptor()), Rig.ECHO);
            assertThat(measured - intercepted).isBetween(16.0, WATCHED_BYTES);
        }
    }

    private static double bytesPerCall(RpcChannel channel, Method method) throws InterruptedException {
        run(channel, method);
        run(channel, method);
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("outboard-"))
                .toList();
        long before = allocated(threads);
        run(channel, method);
        return (allocated(threads) - before) / (double) CALLS;
    }

    private static void run(RpcChannel channel, Method method) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(CALLS);
        Chain chain = new Chain(channel, method, left);
        for (int i = 0; i < IN_FLIGHT; i++) {
            chain.call();
        }
        left.await();
    }

    private static long allocated(List<Thread> threads) {
        ThreadMXBean counters = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.stream()
                .mapToLong(thread -> counters.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    /** A closed loop: each reply makes the next call, on the event loop. */
    private record Chain(RpcChannel channel, Method method, CountDownLatch left)
            implements ReplyHandler, MessageWriter {
        void call() {
            channel.call(method, this, Rig.OPTIONS, this);
        }

        @Override
        public void write(WireWriter out) {
            out.writeFixed64(1);
        }

        @Override
        public void onReply(WireReader reply) {
            left.countDown();
            if (left.getCount() > 0) {
                call();
            }
        }

        @Override
        public void onFailure(Status status) {
            throw new AssertionError(status);
        }
    }
}
