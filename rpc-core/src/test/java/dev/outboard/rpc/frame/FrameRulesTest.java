package dev.outboard.rpc.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that keep the rules, and each rule broken by itself. */
final class FrameRulesTest {
    private static final int LIMIT = 65_536;

    @Test
    void header_holdsItsExtremes() {
        long word0 = FrameHeader.word0(FrameHeader.MAX_LENGTH, 0xff, 0xffff);
        long word1 = FrameHeader.word1(FrameHeader.stream(FrameHeader.MAX_SLOT, FrameHeader.MAX_GENERATION), -1);
        assertThat(FrameHeader.length(word0)).isEqualTo(FrameHeader.MAX_LENGTH);
        assertThat(FrameHeader.type(word0)).isEqualTo(0xff);
        assertThat(FrameHeader.flags(word0)).isZero();
        assertThat(FrameHeader.extension(word0)).isZero();
        assertThat(FrameHeader.aux16(word0)).isEqualTo(0xffff);
        assertThat(FrameHeader.stream(word1)).isEqualTo(-1);
        assertThat(FrameHeader.slot(-1)).isEqualTo(FrameHeader.MAX_SLOT);
        assertThat(FrameHeader.generation(-1)).isEqualTo(FrameHeader.MAX_GENERATION);
        assertThat(FrameHeader.aux32(word1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        // type, length, aux16, stream, aux32
        "0x01, 65536, 7, 3, -1",
        "0x02, 0, 0x108, 3, 0",
        "0x03, 65536, 0, 3, 0",
        "0x03, 0, 1, 3, 0",
        "0x04, 1024, 255, 3, 0",
        "0x05, 8, 0, 3, 0",
        "0x48, 8, 0, 0, 0",
        "0x41, 4096, 0, 0, 0",
        "0x42, 4096, 0, 0, 0",
        "0x43, 4096, 65535, 0, 0",
        "0x44, 65536, 7, 0, 0",
        "0x45, 8, 0, 0, 0",
        "0x46, 8, 0, 0, 0",
        "0x47, 1024, 6, 0, 0"
    })
    void header_atTheEdgeOfTheRules_isGood(String type, int length, String aux16, int stream, int aux32) {
        long word0 = FrameHeader.word0(length, Integer.decode(type), Integer.decode(aux16));
        assertThat(FrameRules.check(word0, FrameHeader.word1(stream, aux32), LIMIT))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // a call's frame without a call
        "0x01, 8, 7, 0, 0",
        "0x02, 0, 0, 0x100000, 0",
        "0x03, 0, 0, 0, 0",
        "0x04, 0, 1, 0x100000, 0",
        "0x05, 8, 0, 0, 0",
        // a connection's frame with one, or with an Aux32
        "0x41, 8, 0, 1, 0",
        "0x42, 8, 0, 1, 0",
        "0x43, 8, 1, 1, 0",
        "0x44, 8, 1, 1, 0",
        "0x44, 8, 1, 0, 1",
        "0x48, 8, 0, 1, 0",
        "0x48, 8, 0, 0, 1",
        "0x45, 8, 0, 1, 0",
        "0x47, 8, 0, 1, 0",
        // a field that the type does not use
        "0x03, 0, 0, 1, 1",
        "0x03, 0, 2, 1, 0",
        "0x04, 0, 1, 1, 1",
        "0x05, 8, 1, 1, 0",
        "0x05, 8, 0, 1, 1",
        "0x48, 8, 1, 0, 0",
        // a code that is none
        "0x04, 0, 0, 1, 0",
        "0x04, 0, 256, 1, 0",
        "0x41, 8, 1, 0, 0",
        "0x46, 8, 1, 0, 0",
        // a length of its own
        "0x03, 1, 1, 1, 0",
        "0x04, 1025, 1, 1, 0",
        "0x05, 7, 0, 1, 0",
        "0x48, 9, 0, 0, 0",
        "0x41, 4097, 0, 0, 0",
        "0x43, 4097, 1, 0, 0",
        "0x45, 7, 0, 0, 0",
        "0x46, 9, 0, 0, 0",
        "0x47, 1025, 0, 0, 0"
    })
    void header_thatBreaksItsTypesRule_isRefused(String type, int length, int aux16, String stream, int aux32) {
        long word0 = FrameHeader.word0(length, Integer.decode(type), aux16);
        assertRefused(word0, FrameHeader.word1(Integer.decode(stream), aux32), Fault.BAD_FRAME);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 16, 1L << 23, 1L << 24, 1L << 31})
    void flagOrExtension_ofAnotherType_isRefused(long bit) {
        assertRefused(FrameHeader.word0(8, FrameType.PING, 0) | bit, 0, Fault.BAD_FRAME);
        assertRefused(FrameHeader.word0(8, FrameType.DATA, 0) | bit, 3L << 32, Fault.BAD_FRAME);
    }

    @Test
    void extensions_areOfThreeTypes_andTimesOfRequests() {
        long extended = FrameHeader.word0(8, FrameType.REQUEST, 1, FrameRules.TIMES, 2);
        assertThat(FrameHeader.flags(extended)).isEqualTo(1);
        assertThat(FrameHeader.extension(extended)).isEqualTo(2);
        assertThat(FrameRules.check(extended, 3L << 32, LIMIT)).isTrue();
        assertThat(FrameRules.check(FrameHeader.word0(8, FrameType.RESPONSE, 0, 0, 255), 3L << 32, LIMIT))
                .isTrue();
        assertThat(FrameRules.check(FrameHeader.word0(8, FrameType.NOTIFY, 1, 0, 255), 0, LIMIT))
                .isTrue();
        assertRefused(FrameHeader.word0(8, FrameType.RESPONSE, 0, 1, 0), 3L << 32, Fault.BAD_FRAME);
        assertRefused(FrameHeader.word0(8, FrameType.REQUEST, 1, 2, 0), 3L << 32, Fault.BAD_FRAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {FrameType.REQUEST, FrameType.PING, 0x0a, 0x8a})
    void lengthOverTheLimit_isRefusedBeforeAllElse(int type) {
        assertRefused(FrameHeader.word0(101, type, 0) | 1L << 24, -1, 100, Fault.FRAME_TOO_LONG);
    }

    @Test
    void unknownTypes_areSkippedIfTheySaySo() {
        for (int type = 0; type < 256; type++) {
            long word0 = FrameHeader.word0(0, type, 0) | 1L << 24;
            if ((type & FrameType.SKIP_BIT) != 0) {
                assertThat(FrameRules.check(word0, -1, LIMIT)).isFalse();
            } else if (FrameType.name(type).startsWith("0x")) {
                assertRefused(word0, -1, Fault.UNKNOWN_FRAME);
            } else {
                assertRefused(word0, 0, Fault.BAD_FRAME);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "0x10, true", "0x108, true", "0x100, false", "0x200, false", "0x8000, false"})
    void statusWord_hasNoReservedBits(String word, boolean valid) {
        assertThat(StatusWord.isValid(Integer.decode(word))).isEqualTo(valid);
    }

    private static void assertRefused(long word0, long word1, Fault fault) {
        assertRefused(word0, word1, LIMIT, fault);
    }

    private static void assertRefused(long word0, long word1, int limit, Fault fault) {
        assertThatThrownBy(() -> FrameRules.check(word0, word1, limit))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(fault))
                .hasMessageContaining("expected: ");
    }
}
