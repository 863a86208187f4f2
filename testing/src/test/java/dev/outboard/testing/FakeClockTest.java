package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakeClockTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void clock_standsStillUntilItIsMoved() {
        long start = clock.nanoTime();
        assertThat(clock.getAsLong()).isEqualTo(start);
        clock.advance(Duration.ofNanos(5));
        assertThat(clock.nanoTime() - start).isEqualTo(5);
    }

    @Test
    void clock_passesTheLargestLongWithinSeconds() {
        long start = clock.nanoTime();
        clock.advance(Duration.ofSeconds(2));
        assertThat(clock.nanoTime()).isLessThan(start);
        assertThat(clock.nanoTime() - start).isEqualTo(2_000_000_000L);
    }

    @Test
    void clock_neverGoesBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
