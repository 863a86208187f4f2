package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two threads that end one call at once: one of them does, the other hears that it came too late. */
final class CallEndRaceTest {
    private static final int ROUNDS = 5_000;

    @Test
    void oneOfTwoThreads_endsTheCall() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        CyclicBarrier together = new CyclicBarrier(2);
        try (Pair pair = new Pair(Variant.values()[0])) {
            for (int i = 0; i < ROUNDS; i++) {
                Outcome outcome = pair.call(Echo.PARKED, Echo.number(1));
                Await.until("parked", () -> !pair.echo.parked.isEmpty());
                ServerCall call = pair.echo.parked.remove();
                Future<Integer> theirs = other.submit(() -> {
                    together.await();
                    return ends(() -> call.fail(StatusCode.ABORTED, "the other"));
                });
                together.await();
                int mine = ends(call::complete);
                assertThat(mine + theirs.get(60, TimeUnit.SECONDS)).isEqualTo(1);
                Await.until("told", () -> outcome.told.get() == 1);
            }
        } finally {
            other.shutdown();
        }
    }

    private static int ends(Runnable end) {
        try {
            end.run();
            return 1;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("ended already");
            return 0;
        }
    }
}
