package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.channel.BackoffPolicy;
import dev.outboard.rpc.channel.HedgingPolicy;
import dev.outboard.rpc.channel.LoadBalancer;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;
import dev.outboard.rpc.channel.RetryPolicy;
import dev.outboard.testing.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of every policy, cancelled at random, while servers come and go: each is heard of once, and no memory is left. */
@ParameterizedClass
@EnumSource(names = {"EPOLL_UNSAFE", "NIO_SAFE"})
final class ChannelStressTest {
    private static final int CALLS = 20_000;
    private static final int IN_FLIGHT = 100;
    private static final int RESTARTS = 6;
    private static final BackoffPolicy SHORT = new BackoffPolicy(Duration.ofMillis(1), 2, 0.2, Duration.ofMillis(20));

    private final Variant variant;
    private final AtomicIntegerArray told = new AtomicIntegerArray(CALLS);
    private final AtomicInteger replies = new AtomicInteger();
    private final Semaphore window = new Semaphore(IN_FLIGHT);

    ChannelStressTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void everyCall_isHeardOfOnce() throws Exception {
        Seed seed = Seed.fresh();
        try (Cluster cluster = new Cluster(variant, 3)) {
            ManagedChannel channel = channel(cluster);
            Thread caller = new Thread(() -> makeCalls(channel, seed.random()), "caller");
            caller.start();
            for (int i = 0; i < RESTARTS; i++) {
                int before = replies.get();
                Await.until("replies", () -> replies.get() > before + 100 || !caller.isAlive());
                cluster.stop(i % 3);
                cluster.restart(i % 3);
            }
            caller.join();
            channel.close();
            assertThat(window.tryAcquire(IN_FLIGHT, 60, TimeUnit.SECONDS))
                    .as("%s", seed)
                    .isTrue();
            for (int i = 0; i < CALLS; i++) {
                assertThat(told.get(i)).as("call %d, %s", i, seed).isEqualTo(1);
            }
            assertThat(replies.get()).isGreaterThan(CALLS / 2);
        }
    }

    private ManagedChannel channel(Cluster cluster) {
        return ManagedChannelBuilder.of(cluster.target(), cluster.client)
                .connectBackoff(SHORT)
                .connectionsPerEndpoint(2)
                .loadBalancer(LoadBalancer.leastLoaded())
                .retryBudget(1000, 10)
                .policy(Echo.ON_WORKERS, new RetryPolicy(5, SHORT, Set.of(StatusCode.UNAVAILABLE)))
                .policy(Echo.IN_ORDER, new HedgingPolicy(3, Duration.ofNanos(200_000), Set.of(StatusCode.UNAVAILABLE)))
                .build();
    }

    private void makeCalls(RpcChannel channel, SplittableRandom random) {
        List<Method> methods = new ArrayList<>(List.of(Echo.ON_LOOP, Echo.ON_WORKERS, Echo.IN_ORDER));
        for (int i = 0; i < CALLS; i++) {
            window.acquireUninterruptibly();
            Method method = methods.get(random.nextInt(methods.size()));
            CallHandle call = channel.startCall(method, Echo.number(i), Pair.LONG.toNanos(), new Counting(i));
            if (random.nextInt(8) == 0) {
                call.cancel("at random");
            }
        }
    }

    private final class Counting implements ReplyHandler {
        private final int call;

        Counting(int call) {
            this.call = call;
        }

        @Override
        public void onReply(WireReader reply) {
            replies.incrementAndGet();
            heard();
        }

        @Override
        public void onFailure(Status status) {
            heard();
        }

        private void heard() {
            if (told.incrementAndGet(call) == 1) {
                window.release();
            }
        }
    }
}
