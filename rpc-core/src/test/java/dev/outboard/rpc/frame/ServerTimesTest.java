package dev.outboard.rpc.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerTimesTest {
    @Test
    void times_areGoodToAThousandth() {
        for (long nanos = 100; nanos < TimeUnit.HOURS.toNanos(60); nanos += 1 + nanos / 7) {
            int both = ServerTimes.of(nanos, 2 * nanos);
            assertThat(nanos - ServerTimes.queueNanos(both)).isBetween(0L, 100 + nanos / 1000);
            assertThat(2 * nanos - ServerTimes.runNanos(both)).isBetween(0L, 100 + nanos / 500);
        }
    }

    @Test
    void times_areNeverNone() {
        assertThat(ServerTimes.of(0, 0)).isNotEqualTo(ServerTimes.NONE);
        assertThat(ServerTimes.of(-5, -5)).isEqualTo(ServerTimes.of(0, 100));
    }

    @Test
    void timesThatAreTooLong_areTheLongest() {
        long longest = ServerTimes.queueNanos(ServerTimes.of(Long.MAX_VALUE, 0));
        assertThat(longest).isGreaterThan(TimeUnit.DAYS.toNanos(5));
        assertThat(ServerTimes.runNanos(ServerTimes.of(0, Long.MAX_VALUE))).isEqualTo(longest);
    }
}
