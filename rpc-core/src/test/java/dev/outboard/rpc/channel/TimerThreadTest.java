package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The leak check sees to it that the thread ends. */
final class TimerThreadTest {
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private final TimerThread timer = new TimerThread("outboard-channel-test");

    @Test
    void close_runsWhatIsDueAndDropsTheRest() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch due = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        timer.schedule(
                () -> {
                    running.countDown();
                    await(gate);
                },
                0);
        running.await();
        timer.schedule(due::countDown, 0);
        timer.schedule(later::countDown, HOUR_NANOS);
        timer.close();
        gate.countDown();
        assertThat(due.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(later.getCount()).isEqualTo(1);
    }

    @Test
    void closedTimer_refuses() {
        timer.close();
        assertThatThrownBy(() -> timer.schedule(() -> {}, 0)).isInstanceOf(RejectedExecutionException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
