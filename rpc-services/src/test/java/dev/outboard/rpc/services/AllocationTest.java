package dev.outboard.rpc.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.outboard.rpc.DecodedReply;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.Status;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks often for a server's health leaves nothing to collect: the JVM's exact counters say so. */
@ParameterizedClass
@ValueSource(strings = {"safe", "unsafe"})
final class AllocationTest {
    private static final int IN_FLIGHT = 50;
    private static final int CALLS = 200_000;
    private static final String CHAT = "test.Chat";

    private final String codec;

    AllocationTest(String codec) {
        this.codec = codec;
    }

    @Test
    void check_allocatesNothing() throws Exception {
        HealthService health = new HealthService();
        health.set("test.Other", ServingStatusEnum.NOT_SERVING);
        health.set(CHAT, ServingStatusEnum.SERVING);
        Ground ground = Ground.valueOf("SOCKETS_" + codec.toUpperCase(Locale.ROOT));
        try (RpcServer server = ground.server().service(health.service()).start();
                RpcClient client = ground.client().build()) {
            HealthClient stub = new HealthClient(client.connect(server.address()));
            run(stub);
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("outboard-"))
                    .toList();
            long before = allocated(threads);
            run(stub);
            assertThat((allocated(threads) - before) / (double) CALLS).isLessThan(1.0);
        }
    }

    private static void run(HealthClient stub) throws InterruptedException {
        List<Asking> all = Stream.generate(() -> new Asking(stub, CALLS / IN_FLIGHT))
                .limit(IN_FLIGHT)
                .toList();
        all.forEach(Asking::ask);
        for (Asking asking : all) {
            asking.done.await();
            assertThat(asking.left).isZero();
        }
    }

    private static long allocated(List<Thread> threads) {
        ThreadMXBean counters = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.stream()
                .mapToLong(thread -> counters.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    /** Asks again when it has its answer, on the event loop. */
    private static final class Asking extends DecodedReply<HealthCheckResponseDecoder> {
        private static final long TIMEOUT_NANOS = Duration.ofMinutes(1).toNanos();

        private final HealthClient stub;
        private final HealthCheckRequestEncoder encoder = new HealthCheckRequestEncoder();
        private final MessageWriter request = out -> encoder.wrap(out).service(CHAT);
        private final CountDownLatch done = new CountDownLatch(1);
        private int left;

        Asking(HealthClient stub, int calls) {
            super(new HealthCheckResponseDecoder()::wrap);
            this.stub = stub;
            this.left = calls;
        }

        void ask() {
            stub.check(request, TIMEOUT_NANOS, this);
        }

        @Override
        protected void onDecoded(HealthCheckResponseDecoder reply) {
            if (reply.status() != ServingStatusEnum.SERVING || --left == 0) {
                done.countDown();
            } else {
                ask();
            }
        }

        @Override
        public void onFailure(Status status) {
            done.countDown();
        }
    }
}
