package dev.outboard.rpc.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A subscription that is cancelled on one thread while another delivers does not look as if its messages had ended. */
final class InflowCancelRaceTest {
    private static final int ROUNDS = 50_000;

    @Test
    void cancelledWhileMoreIsAskedFor_neverCompletes() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        CyclicBarrier together = new CyclicBarrier(2);
        try {
            for (int i = 0; i < ROUNDS; i++) {
                AtomicInteger abandoned = new AtomicInteger();
                Ends ends = new Ends();
                Inflow<Long> in = new Inflow<>(FlowRig.NUMBERS, reason -> abandoned.incrementAndGet());
                in.subscribe(ends);
                Future<?> asks = other.submit(() -> {
                    together.await();
                    in.request(1);
                    return null;
                });
                together.await();
                in.cancel();
                asks.get(60, TimeUnit.SECONDS);
                assertThat(ends.signals).as("round %d", i).hasValue(0);
                assertThat(abandoned).hasValue(1);
            }
        } finally {
            other.shutdown();
        }
    }

    private static final class Ends implements Flow.Subscriber<Long> {
        private final AtomicInteger signals = new AtomicInteger();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            // The test has the Inflow itself.
        }

        @Override
        public void onNext(Long message) {
            signals.incrementAndGet();
        }

        @Override
        public void onError(Throwable failure) {
            signals.incrementAndGet();
        }

        @Override
        public void onComplete() {
            signals.incrementAndGet();
        }
    }
}
