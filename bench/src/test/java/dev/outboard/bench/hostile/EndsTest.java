package dev.outboard.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import org.junit.jupiter.api.Test;

final class EndsTest {
    private static final Status GONE = new Status(StatusCode.UNAVAILABLE, false, "gone");

    private final Ends ends = new Ends(2);

    @Test
    void callsThatEndOnce_areAllTheSame() {
        ends.call(0).onFailure(GONE);
        assertThat(ends.allEndedWith("UNAVAILABLE")).isFalse();
        ends.stream(1).onFailure(GONE);
        assertThat(ends.allEndedWith("UNAVAILABLE")).isTrue();
        assertThat(ends).hasToString("2 UNAVAILABLE");
    }

    @Test
    void callThatEndsTwice_isSeen() {
        ends.call(0).onFailure(GONE);
        ends.call(1).onFailure(GONE);
        ends.call(1).onFailure(GONE);
        assertThat(ends.ended()).isEqualTo(2);
        assertThat(ends.twice()).isEqualTo(1);
        assertThat(ends.allEndedWith("UNAVAILABLE")).isFalse();
    }

    @Test
    void callThatEndsOtherwise_isSeen() {
        ends.call(0).onFailure(GONE);
        ends.stream(1).onComplete();
        assertThat(ends.ended()).isEqualTo(2);
        assertThat(ends.allEndedWith("UNAVAILABLE")).isFalse();
        assertThat(ends).hasToString("1 OK, 1 UNAVAILABLE");
    }
}
