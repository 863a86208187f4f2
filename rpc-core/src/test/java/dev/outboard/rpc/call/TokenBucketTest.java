package dev.outboard.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.testing.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {
    private final FakeClock clock = new FakeClock();
    private final TokenBucket bucket = new TokenBucket(10, clock.nanoTime());

    @Test
    void burst_isTwiceTheRate() {
        assertThat(taken(100)).isEqualTo(20);
    }

    @Test
    void tokens_comeBackAtTheRate() {
        taken(100);
        clock.advance(Duration.ofMillis(99));
        assertThat(taken(100)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(taken(100)).isEqualTo(1);
        clock.advance(Duration.ofMillis(550));
        assertThat(taken(100)).isEqualTo(5);
    }

    @Test
    void longSilence_allowsNoMoreThanABurst() {
        taken(3);
        clock.advance(Duration.ofHours(1));
        assertThat(taken(100)).isEqualTo(20);
    }

    private int taken(int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            if (bucket.tryTake(clock.nanoTime())) {
                taken++;
            }
        }
        return taken;
    }
}
