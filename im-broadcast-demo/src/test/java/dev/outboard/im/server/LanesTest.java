package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.chat.HistoryBudget;
import dev.outboard.im.chat.HistoryLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a group knows the lanes of other nodes. */
class LanesTest {
    private static final long AGE = Duration.ofSeconds(1).toNanos();

    private final Lanes lanes =
            new Lanes(new HistoryBudget(new HistoryLimits(10, 1 << 10, Duration.ofNanos(AGE), 1 << 10, 10, 1 << 10)));

    @Test
    void laneOfWhichNothingComes_goes() {
        Lane quiet = lanes.add(1, 0, 0);
        Lane busy = lanes.add(2, 6, 0);
        busy.reached(7, AGE);
        lanes.expire(AGE + 1);
        assertThat(lanes.find(1)).isNull();
        assertThat(lanes.find(2)).isSameAs(busy);
        assertThat(busy.last()).isEqualTo(7);
        assertThat(quiet.log().size()).isZero();
        lanes.expire(2 * AGE + 1);
        assertThat(lanes.all()).isEmpty();
    }

    @Test
    void oldestLanes_goWhereThereAreTooMany() {
        for (int i = 0; i <= Lanes.MOST; i++) {
            lanes.add(i, 0, 0);
        }
        assertThat(lanes.all()).hasSize(Lanes.MOST);
        assertThat(lanes.find(0)).isNull();
        assertThat(lanes.find(Lanes.MOST)).isNotNull();
    }
}
