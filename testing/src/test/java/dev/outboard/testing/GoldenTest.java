package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoldenTest {
    private final Golden golden = Golden.of(GoldenTest.class, "sample.golden");

    @Test
    void bytes_thatAreTheSame_pass() {
        assertThatCode(() -> golden.assertBytes("bytes", new byte[] {1, 2, (byte) 0xab}))
                .doesNotThrowAnyException();
        assertThat(golden.bytes("bytes")).containsExactly(1, 2, 0xab);
    }

    @Test
    void bytes_thatDiffer_failWithTheLineToPaste() {
        assertThatThrownBy(() -> golden.assertBytes("bytes", new byte[] {1, 2}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("0102ab under bytes")
                .hasMessageEndingWith("bytes = 0102");
    }

    @Test
    void text_isComparedWithItsSpaces() {
        assertThatCode(() -> golden.assertText("text", "at offset 1: x = y")).doesNotThrowAnyException();
        assertThatThrownBy(() -> golden.assertText("text", "atoffset1:x=y")).isInstanceOf(AssertionError.class);
    }

    @Test
    void missingName_fails() {
        assertThatThrownBy(() -> golden.assertBytes("new", new byte[] {7}))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("new = 07");
        assertThatThrownBy(() -> golden.bytes("new")).isInstanceOf(AssertionError.class);
    }

    @Test
    void badResources_areRefused() {
        assertThatThrownBy(() -> Golden.of(GoldenTest.class, "none.golden"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Golden.of(GoldenTest.class, "twice.golden"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
