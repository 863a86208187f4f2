package dev.outboard.codegen;

import static dev.outboard.codegen.WireBytes.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that are made to do harm, as generated decoders refuse them: every codec in these words, which say what was
 * being read and where, and no codec with more memory than the message has.
 */
@ParameterizedClass
@MethodSource("codecs")
final class HostileMessageTest extends FlyweightRows {
    HostileMessageTest(String codec) {
        super(codec);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a varint cut off                | 0880               | field 1 at offset 1: varint: cut off (expected: a last byte below 0x80)
            a varint of 11 bytes            | 10ffffffffffffffffffff01 | field 2 at offset 1: varint: over 10 bytes (expected: at most 10)
            a length of 2 GiB less 1        | 08017affffffff0741 | field 15 at offset 3: length: 2147483647 (expected: 0 to 1, what is left)
            a length of 2 GiB               | 7a808080800841     | field 15 at offset 1: length: -2147483648 (expected: 0 to 1, what is left)
            a string longer than the rest   | 7205414141         | field 14 at offset 1: length: 5 (expected: 0 to 3, what is left)
            a string that is not UTF-8      | 720241ff           | field 14 at offset 3: string: not UTF-8 (expected: well-formed UTF-8)
            field number 0                  | 0801020141         | at offset 2: field number: 0 (expected: 1 to 536870911)
            wire type 7                     | 08010f             | field 1 at offset 2: wire type: 7 (expected: 0 to 5)
            a group end without its start   | 08010c             | field 1 at offset 2: group end: 1 (expected: an open group)
            a group without its end         | 0b0801             | field 1 at offset 3: group: cut off (expected: its end)
            a group end inside a message    | 8a01028c01         | field 17 at offset 3: group end: 17 (expected: an open group)
            """)
    void isRefused_inTheseWords(String what, String hex, String words) {
        assertRefused("kinds3.All", message().raw(HexFormat.of().parseHex(hex)), words);
    }

    @ParameterizedTest(name = "{0} levels")
    @CsvSource({"101", "200", "10000"})
    void nesting_isRefused_pastItsLimit(int levels) {
        // Length after length: each of the 4-byte varints says what is left, so only the depth is wrong.
        byte[] body = new byte[levels * 5];
        for (int i = 0; i < levels; i++) {
            int left = (levels - i - 1) * 5;
            body[i * 5] = 0x0a;
            for (int b = 0; b < 4; b++) {
                body[i * 5 + 1 + b] = (byte) (left >>> 7 * b & 0x7f | (b < 3 ? 0x80 : 0));
            }
        }
        assertRefused(
                "recursive.Self",
                message().raw(body),
                "field 1 at offset 505: nesting: over 100 (expected: at most that)");
    }

    private void assertRefused(String type, WireBytes bytes, String words) {
        assertThat(refusal(type, bytes)).isEqualTo(words);
        // Frames of this size are in the pool now: from here on a refusal may take nothing, and has nothing left.
        long reserved = flyweights.ledger().reservedBytes();

        assertThat(refusal(type, bytes)).isEqualTo(words);

        assertThat(flyweights.ledger().reservedBytes()).isEqualTo(reserved);
        assertThat(flyweights.ledger().usedBytes()).isZero();
    }
}
