package dev.outboard.rpc.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A subscription that is cancelled on one thread while another delivers does not look as if its messages had ended. */
final class InflowCancelRaceTest {
    private static final int ROUNDS = 200_000;

    @Test
    void cancelledWhileMoreIsAskedFor_neverCompletes() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        Ends ends = new Ends();
        AtomicInteger abandoned = new AtomicInteger();
        List<Inflow<Long>> all = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Inflow<Long> in = new Inflow<>(FlowRig.NUMBERS, reason -> abandoned.incrementAndGet());
            in.subscribe(ends);
            all.add(in);
        }
        // Both go through them side by side, each waiting for the other without a pause.
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        try {
            Future<?> asks = other.submit(() -> {
                for (Inflow<Long> in : all) {
                    int round = asked.incrementAndGet();
                    awaitAtLeast(cancelled, round);
                    in.request(1);
                }
            });
            for (Inflow<Long> in : all) {
                int round = cancelled.incrementAndGet();
                awaitAtLeast(asked, round);
                in.cancel();
            }
            asks.get(60, TimeUnit.SECONDS);
        } finally {
            other.shutdown();
        }
        assertThat(ends.signals).hasValue(0);
        assertThat(abandoned).hasValue(ROUNDS);
    }

    private static void awaitAtLeast(AtomicInteger counter, int value) {
        while (counter.get() < value) {
            Thread.onSpinWait();
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
