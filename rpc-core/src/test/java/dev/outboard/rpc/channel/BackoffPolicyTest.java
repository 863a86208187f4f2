package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffPolicyTest {
    private static final double MIDDLE = 0.5;

    @Test
    void connecting_hasGrpcsNumbers() {
        assertThat(BackoffPolicy.connecting())
                .isEqualTo(new BackoffPolicy(Duration.ofSeconds(1), 1.6, 0.2, Duration.ofSeconds(120)));
    }

    @Test
    void retrying_startsAtFiftyMillisecondsAndEndsAtOneSecond() {
        assertThat(BackoffPolicy.retrying())
                .isEqualTo(new BackoffPolicy(Duration.ofMillis(50), 2, 0.2, Duration.ofSeconds(1)));
    }

    @Test
    void delay_growsByTheMultiplier() {
        assertThat(seconds(0, MIDDLE)).isEqualTo(1);
        assertThat(seconds(1, MIDDLE)).isEqualTo(1.6, within(1e-6));
        assertThat(seconds(2, MIDDLE)).isEqualTo(2.56, within(1e-6));
    }

    @Test
    void delay_isCapped() {
        assertThat(seconds(100_000, MIDDLE)).isEqualTo(120);
    }

    @Test
    void delay_isSpreadByTheJitter() {
        assertThat(seconds(0, 0)).isEqualTo(0.8, within(1e-6));
        assertThat(seconds(0, 1)).isEqualTo(1.2, within(1e-6));
    }

    @Test
    void policy_refusesAMaximumBelowTheFirstDelay() {
        assertThatThrownBy(() -> new BackoffPolicy(Duration.ofSeconds(2), 2, 0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max: PT1S (expected: >= PT2S, the initial)");
    }

    private static double seconds(int failures, double random) {
        return BackoffPolicy.connecting().delayNanos(failures, random) / 1e9;
    }
}
