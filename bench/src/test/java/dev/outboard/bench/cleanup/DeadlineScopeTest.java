package dev.outboard.bench.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineScopeTest {
    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("deadline-scope-test", true), 1, TimeUnit.MILLISECONDS);

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Test
    void close_releasesOnce() {
        AtomicInteger releases = new AtomicInteger();
        DeadlineScope scope = DeadlineScope.open(timer, TimeUnit.HOURS.toNanos(1), releases::incrementAndGet);
        scope.close();
        scope.close();
        assertThat(releases).hasValue(1);
    }

    @Test
    void deadline_releases_andCloseBehindItDoesNot() throws Exception {
        AtomicInteger releases = new AtomicInteger();
        CountDownLatch released = new CountDownLatch(1);
        DeadlineScope scope = DeadlineScope.open(timer, 1, () -> {
            releases.incrementAndGet();
            released.countDown();
        });
        assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
        scope.close();
        assertThat(releases).hasValue(1);
    }

    /** The article's own pattern: what nobody cancels stays until its deadline. */
    @Test
    void scopes_thatAreNotCancelled_stayWithTheTimer() {
        DeadlineLeak leak = DeadlineLeak.measure(10_000);
        assertThat(leak.pendingLeaking()).isEqualTo(10_000);
        assertThat(leak.pendingCancelled()).isZero();
        assertThat(leak.released()).isEqualTo(20_000);
        assertThat(leak.failure()).isEmpty();
    }

    @Test
    void scopes_thatAreNotReleased_failTheRun() {
        assertThat(new DeadlineLeak(10, 19, 0, 10, 50).failure())
                .isEqualTo("deadline scopes: 19 released, 0 timeouts left of those that cancel (expected: 20 and 0)");
    }
}
