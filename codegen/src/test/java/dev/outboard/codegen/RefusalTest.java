package dev.outboard.codegen;

import static dev.outboard.codegen.WireBytes.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, where protobuf-java refuses it: text that is not UTF-8, fields that are missing, too deep a nesting. */
@ParameterizedClass
@MethodSource("codecs")
final class RefusalTest extends FlyweightRows {
    private static final byte[] LONE_CONTINUATION = {'a', (byte) 0x80};

    RefusalTest(String codec) {
        super(codec);
    }

    @Test
    void text_isCheckedWhereItsFeatureAsksForIt() {
        assertThat(refusal("editions.Texts", text(1)))
                .isEqualTo("field 1 at offset 3: string: not UTF-8 (expected: well-formed UTF-8)");
        assertThat(refusal("editions.Texts", text(3))).startsWith("field 3 at offset 3: string");
        assertThat(refusal("kinds3.All", text(14))).startsWith("field 14 at offset 3: string");
        assertThat(refusal("kinds3.All", text(22))).startsWith("field 22 at offset 4: string");
        assertThat(refusal("editions.legacy.Legacy", text(1))).startsWith("field 1 at offset 3: string");
    }

    @Test
    void text_isTakenAsItCame_whereNobodyAsks() {
        assertRecoded("editions.Texts", text(2), text(2));
        assertRecoded("editions.Texts", text(4), text(4));
        assertRecoded("kinds2.All", text(14), text(14));
        assertRecoded("editions.legacy.Legacy", text(2), text(2));
        assertRecoded("kinds3.All", text(15), text(15));
    }

    @Test
    void text_isCheckedInMessages_thatNobodyReads() {
        assertThat(refusal("editions.Texts", message().message(7, message().message(7, text(1)))))
                .startsWith("field 1 at offset 7");
        assertThat(refusal(
                        "kinds2.All",
                        message().message(17, message()).message(17, message().raw((byte) 8))))
                .contains("varint: cut off");
        assertThat(isTaken("editions.Texts", message().message(7, text(2)))).isTrue();
    }

    /** Whatever the feature says: protobuf-java does it so. */
    @Test
    void text_isCheckedInMaps() {
        for (int number = 5; number <= 6; number++) {
            assertThat(refusal("editions.Texts", message().message(number, text(1))))
                    .startsWith("field 1 at offset 5");
            assertThat(refusal("editions.Texts", message().message(number, text(2))))
                    .startsWith("field 2 at offset 5");
        }
    }

    @Test
    void everyMapText_isTakenOrRefused_asByProtobuf() {
        for (int number = 1; number <= 29; number++) {
            isTaken("maps.Maps", message().message(number, text(1)));
            isTaken("maps.Maps", message().message(number, text(2)));
        }
    }

    /** Packed varints are counted by words: every place of a varint in a word, and every length around the limit. */
    @Test
    void packedVarint_isTakenUpTo10Bytes_whereverItLies() {
        for (int before = 0; before < 17; before++) {
            for (int bytes = 1; bytes < 14; bytes++) {
                for (int after = 0; after < 10; after++) {
                    WireBytes body = message().raw(new byte[before]);
                    for (int i = 1; i < bytes; i++) {
                        body.raw((byte) 0x81);
                    }
                    WireBytes packed = message().message(32, body.raw((byte) 1).raw(new byte[after]));
                    assertThat(isTaken("kinds3.All", packed)).isEqualTo(bytes <= 10);
                    assertThat(isTaken("kinds3.All", message().message(17, packed)))
                            .isEqualTo(bytes <= 10);
                }
            }
        }
    }

    @Test
    void requiredField_mustBeThere() {
        WireBytes inner = message().varint(1, 1);
        assertThat(isTaken("kinds2.Needs", message().varint(1, 1).text(2, "n").message(3, inner)))
                .isTrue();
        assertThat(refusal("kinds2.Needs", message().text(2, "n").message(3, inner)))
                .isEqualTo("field 1 at offset 7: required field: id is missing (expected: set)");
        assertThat(refusal("kinds2.Needs", message())).startsWith("field 1 ");
        assertThat(refusal("kinds2.Needs", message().varint(1, 1).text(2, "n"))).startsWith("field 3 ");
        assertThat(refusal("kinds2.Needs", message().varint(1, 1).text(2, "n").message(3, message())))
                .contains("yes is missing");
    }

    @Test
    void requiredField_mustBeThere_howeverDeep() {
        WireBytes good =
                message().varint(1, 1).text(2, "n").message(3, message().varint(1, 1));
        WireBytes bad = message().varint(1, 1);
        assertThat(isTaken(
                        "kinds2.Holds",
                        message().message(1, good).message(2, message().message(1, good))))
                .isTrue();
        refusal("kinds2.Holds", message().message(1, bad));
        refusal(
                "kinds2.Holds",
                message()
                        .message(2, message().message(1, good))
                        .message(2, message().message(1, bad)));
        refusal("kinds2.Needs", message().add(good).message(4, bad));
        refusal("kinds2.Needs", message().add(good).message(5, good).message(5, bad));
        refusal("kinds2.Needs", message().add(good).message(6, message().varint(1, 1)));
        refusal(
                "kinds2.Needs",
                message().add(good).message(6, message().varint(1, 1).message(2, message())));
        refusal("kinds2.Needs", message().add(good).group(7, message().varint(1, 1)));
        refusal("kinds2.Needs", message().add(good).message(8, message()));
        refusal("kinds3.All", message().message(65, bad));
        refusal("kinds3.All", message().message(66, good).message(66, bad));
        assertThat(isTaken("editions.Presence", message().varint(3, 0))).isTrue();
        refusal("editions.Presence", message().varint(1, 0));
    }

    @Test
    void requiredFields_mayComeInTwoParts() {
        WireBytes one = message().varint(1, 1).message(3, message());
        WireBytes two = message().text(2, "n").message(3, message().varint(1, 1));
        WireBytes whole =
                message().varint(1, 1).text(2, "n").message(3, message().varint(1, 1));
        assertRecoded("kinds2.Needs", message().add(one).add(two), whole);
        assertRecoded(
                "kinds2.Holds",
                message().message(1, one).message(1, two),
                message().message(1, whole));
        assertRecoded(
                "kinds2.Holds",
                message().message(1, two).varint(99, 1).message(1, one),
                message().message(1, whole).varint(99, 1));
        WireBytes groups = message()
                .add(whole)
                .group(7, message().varint(1, 1))
                .group(7, message().varint(2, 2));
        assertRecoded(
                "kinds2.Needs",
                groups,
                message().add(whole).group(7, message().varint(1, 1).varint(2, 2)));
        refusal("kinds2.Holds", message().message(1, one).message(1, one));
        refusal(
                "kinds2.Holds",
                message()
                        .message(2, message().message(1, one))
                        .message(2, message().message(1, two)));
    }

    @Test
    void requiredFields_ofAMemberThatWasReplaced_needNotBeThere() {
        WireBytes good =
                message().varint(1, 1).text(2, "n").message(3, message().varint(1, 1));
        assertRecoded(
                "kinds2.Needs",
                message().add(good).message(8, message()).varint(9, 9),
                message().add(good).varint(9, 9));
        refusal("kinds2.Needs", message().add(good).varint(9, 9).message(8, message()));
        refusal(
                "kinds2.Needs",
                message()
                        .add(good)
                        .message(8, message().varint(1, 1))
                        .varint(9, 9)
                        .message(8, message()));
    }

    @Test
    void nesting_isTakenUpTo100_asByProtobuf() {
        assertLimit("recursive.Self", inner -> message().message(1, inner));
        assertLimit("recursive.Self", inner -> message().message(2, inner));
        assertLimit("recursive.Ping", inner -> message().message(1, message().message(1, inner)));
        assertLimit("kinds2.Needs", inner -> message().message(4, message().message(4, inner)));
        assertLimit("recursive.Self", inner -> message().group(77, inner));
        assertLimit("editions.Encodings", inner -> message().group(4, inner));
        assertLimit("editions.Encodings", inner -> message().group(5, message().message(3, inner)));
        assertLimit("recursive.Self", inner -> message().message(3, message().message(2, inner)));
        assertLimit(
                "recursive.Self",
                inner -> message()
                        .message(1, message().group(99, message().group(1, message())))
                        .message(1, inner));
    }

    /** Each step of {@code wrap} is one level or two. */
    private void assertLimit(String name, UnaryOperator<WireBytes> wrap) {
        WireBytes message = message();
        boolean taken = true;
        int steps = 0;
        while (taken && steps < 120) {
            message = wrap.apply(message);
            steps++;
            if (steps == 1 || steps > 45 && steps < 55 || steps > 95) {
                taken = isTakenPartly(name, message);
            }
        }
        assertThat(steps).as(name).isIn(51, 99, 101);
    }

    /** Messages that need something are refused for it at the end of the nesting; we look at the nesting only. */
    private boolean isTakenPartly(String name, WireBytes message) {
        if (!name.equals("kinds2.Needs")) {
            return isTaken(name, message);
        }
        return !refusal(name, message).contains("nesting");
    }

    private static WireBytes text(int number) {
        return message().bytes(number, LONE_CONTINUATION);
    }
}
