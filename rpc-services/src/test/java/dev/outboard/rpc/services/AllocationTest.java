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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks often for a server's health leaves nothing to collect: the JVM's exact counters say so. */
@ParameterizedClass
@ValueSource(strings = {"safe", "unsafe"})
final class AllocationTest {
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
            new Asking(stub).times(CALLS);
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("outboard-"))
                    .toList();
            Asking asking = new Asking(stub);
            long before = allocated(threads);
            asking.times(CALLS);
            assertThat((allocated(threads) - before) / (double) CALLS).isLessThan(1.0);
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
        private Status failure;

        Asking(HealthClient stub) {
            super(new HealthCheckResponseDecoder()::wrap);
            this.stub = stub;
        }

        void times(int calls) throws InterruptedException {
            left = calls;
            stub.check(request, TIMEOUT_NANOS, this);
            done.await();
            assertThat(failure).isNull();
        }

        @Override
        protected void onDecoded(HealthCheckResponseDecoder reply) {
            if (reply.status() != ServingStatusEnum.SERVING || --left == 0) {
                done.countDown();
            } else {
                stub.check(request, TIMEOUT_NANOS, this);
            }
        }

        @Override
        public void onFailure(Status status) {
            failure = status;
            done.countDown();
        }
    }
}
