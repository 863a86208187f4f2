package dev.outboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the examples of W3C Trace Context. */
class TraceContextTest {
    private static final String EXAMPLE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void traceparent_isReadAndWritten() {
        TraceContext trace = TraceContext.parse(EXAMPLE);
        assertThat(trace).isEqualTo(new TraceContext(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L, 0x00f067aa0ba902b7L, 1));
        assertThat(trace.sampled()).isTrue();
        assertThat(trace.toTraceparent()).isEqualTo(EXAMPLE);
    }

    @Test
    void laterVersion_mayHaveMoreBehind() {
        assertThat(TraceContext.parse("cc" + EXAMPLE.substring(2) + "-what")).isNotNull();
        assertThat(TraceContext.parse("cc" + EXAMPLE.substring(2) + ".what")).isNull();
        assertThat(TraceContext.parse(EXAMPLE + "-what")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void traceparent_thatIsNone_isNull(String text) {
        assertThat(TraceContext.parse(text)).isNull();
    }

    @Test
    void idsOfZero_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext(0, 0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext(1, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext(1, 0, 1, 256));
    }
}
