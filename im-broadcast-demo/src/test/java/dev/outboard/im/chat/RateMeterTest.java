package dev.outboard.im.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateMeterTest {
    private static final RateLimit TEN_A_SECOND = new RateLimit(10, 3);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(100);

    // A clock may have any value, and pass from the largest to the smallest.
    private long now = Long.MAX_VALUE - STEP;
    private final RateMeter meter = new RateMeter(now);

    @Test
    void burst_thenTheRate() {
        assertThat(taken(10)).isEqualTo(3);
        now += STEP;
        assertThat(taken(10)).isEqualTo(1);
        now += 2 * STEP;
        assertThat(taken(10)).isEqualTo(2);
    }

    @Test
    void rest_givesNoMoreThanABurst() {
        taken(10);
        now += 1_000 * STEP;
        assertThat(taken(10)).isEqualTo(3);
    }

    @Test
    void longRun_isTheRate() {
        taken(10);
        int total = 0;
        for (int i = 0; i < 1_000; i++) {
            now += STEP / 10;
            total += taken(5);
        }
        assertThat(total).isEqualTo(100);
    }

    @Test
    void noLimit_isNone() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(meter.tryTake(RateLimit.NONE, now)).isTrue();
        }
    }

    @Test
    void limitsOutOfRange_areRefused() {
        assertThatThrownBy(() -> new RateLimit(-1, 1)).hasMessage("rate: -1 (expected: 0 to 1000000)");
        assertThatThrownBy(() -> new RateLimit(1, 0)).hasMessage("burst: 0 (expected: 1 to 1000000)");
    }

    private int taken(int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += meter.tryTake(TEN_A_SECOND, now) ? 1 : 0;
        }
        return taken;
    }
}
