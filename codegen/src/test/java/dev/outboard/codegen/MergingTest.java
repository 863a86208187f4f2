package dev.outboard.codegen;

import static dev.outboard.codegen.WireBytes.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Fields that come more than once, and in more than one form. */
@ParameterizedClass
@MethodSource("codecs")
final class MergingTest extends FlyweightRows {
    MergingTest(String codec) {
        super(codec);
    }

    @Test
    void lastValue_wins() {
        assertRecoded(
                "kinds2.All",
                message().varint(1, 1).text(14, "a").varint(1, 2).text(14, "b"),
                message().varint(1, 2).text(14, "b"));
        assertRecoded("kinds3.All", message().varint(1, 1).varint(1, 0), message());
    }

    @Test
    void parts_ofAMessage_areMerged() {
        WireBytes parts = message()
                .message(
                        17,
                        message()
                                .varint(1, 1)
                                .message(17, message().varint(1, 1).varint(31, 1)))
                .varint(1, 0)
                .message(17, message())
                .message(
                        17,
                        message()
                                .varint(1, 2)
                                .message(17, message().varint(2, 2).varint(31, 2)));
        WireBytes inner = message().varint(1, 1).varint(2, 2).varint(31, 1).varint(31, 2);
        assertRecoded(
                "kinds2.All",
                parts,
                message().varint(1, 0).message(17, message().varint(1, 2).message(17, inner)));
    }

    @Test
    void parts_ofAGroup_areMerged() {
        WireBytes parts = message()
                .group(18, message().varint(1, 1))
                .varint(1, 7)
                .group(18, message().text(2, "b"));
        assertRecoded(
                "kinds2.All",
                parts,
                message().varint(1, 7).group(18, message().varint(1, 1).text(2, "b")));
    }

    @Test
    void memberOfAOneof_replacesTheOthers() {
        WireBytes three =
                message().text(82, "x").message(83, message().varint(1, 1)).varint(81, 5);
        assertRecoded("kinds2.All", three, message().varint(81, 5));
        read("kinds2.All", three, shown -> {
            assertThat(Reflected.<Integer>call(shown, "oneCase")).isEqualTo(81);
            assertThat(Reflected.<String>call(shown, "oneString")).isEmpty();
            assertThat(Reflected.<Boolean>call(shown, "hasOneMessage")).isFalse();
        });
    }

    @Test
    void messageOfAOneof_isMerged_butNotAcrossAnotherMember() {
        WireBytes one = message().message(83, message().varint(1, 1));
        WireBytes two = message().message(83, message().varint(2, 2));
        assertRecoded(
                "kinds2.All",
                message().add(one).add(two),
                message().message(83, message().varint(1, 1).varint(2, 2)));
        assertRecoded("kinds2.All", message().add(one).varint(81, 5).add(two), two);
    }

    @Test
    void repeatedNumbers_comePackedAndUnpacked() {
        WireBytes mixed = message()
                .varint(31, 1)
                .packed(31, 2, 3)
                .packed(31)
                .varint(2, 9)
                .varint(31, 4)
                .packed(31, 5);
        assertRecoded(
                "kinds2.All",
                mixed,
                message()
                        .varint(2, 9)
                        .varint(31, 1)
                        .varint(31, 2)
                        .varint(31, 3)
                        .varint(31, 4)
                        .varint(31, 5));
        assertRecoded("kinds3.All", mixed, message().varint(2, 9).packed(31, 1, 2, 3, 4, 5));
    }

    @Test
    void repeatedFields_areReadInAnyOrder() {
        WireBytes mixed =
                message().packed(31, 10, 11, 12).varint(2, 9).varint(31, 13).packed(31, 14, 15);
        read("kinds3.All", mixed, shown -> {
            for (int i : new int[] {5, 0, 3, 3, 2, 4, 1, 5, 4, 3, 2, 1, 0, 5}) {
                assertThat(Reflected.<Integer>call(shown, "int32S", int.class, i))
                        .isEqualTo(10 + i);
            }
        });
    }

    @Test
    void repeatedFixed_areReadInAnyOrder() {
        WireBytes mixed = message()
                .fixed32(37, 10)
                .bytes(37, (byte) 11, (byte) 0, (byte) 0, (byte) 0, (byte) 12, (byte) 0, (byte) 0, (byte) 0)
                .fixed32(37, 13)
                .varint(1, 1)
                .fixed32(37, 14);
        read("kinds3.All", mixed, shown -> {
            for (int i : new int[] {4, 0, 2, 1, 1, 3, 4, 2, 3, 0}) {
                assertThat(Reflected.<Integer>call(shown, "fixed32S", int.class, i))
                        .isEqualTo(10 + i);
            }
        });
    }

    @Test
    void elements_areMessagesOfTheirOwn() {
        WireBytes list = message()
                .message(47, message().varint(1, 1).varint(31, 1))
                .message(47, message())
                .message(47, message().varint(2, 3));
        assertRecoded("kinds2.All", list, list);
        read("kinds2.All", list, shown -> {
            for (int i : new int[] {2, 0, 1, 0, 2}) {
                Object element = Reflected.call(shown, "messages", int.class, i);
                assertThat(Reflected.<Integer>call(element, "int32")).isEqualTo(i == 0 ? 1 : 0);
                assertThat(Reflected.<Long>call(element, "int64")).isEqualTo(i == 2 ? 3 : 0);
                assertThat(Reflected.<Integer>call(element, "int32SCount")).isEqualTo(i == 0 ? 1 : 0);
            }
        });
    }

    @Test
    void secondMessage_showsNothingOfTheFirst() {
        WireBytes full = message()
                .varint(1, 1)
                .message(17, message().varint(1, 1).message(17, message().varint(1, 1)))
                .message(47, message().varint(1, 1))
                .varint(81, 1)
                .varint(1000, 1);
        assertRecoded("kinds2.All", full, full);
        assertRecoded("kinds2.All", message().message(17, message()), message().message(17, message()));
        assertRecoded("kinds2.All", message(), message());
    }

    @Test
    void messageThatIsNotThere_hasNoFields_whateverWasThereBefore() {
        Object decoder = flyweights.newDecoder(type("kinds2.All"));
        byte[] full =
                message().message(17, message().varint(1, 1).varint(31, 5)).toArray();
        for (byte[] message : new byte[][] {full, {}}) {
            flyweights.<Object>read(decoder, message, shown -> {
                Object nested = Reflected.call(shown, "message");
                assertThat(Reflected.<Boolean>call(nested, "hasInt32")).isEqualTo(message.length > 0);
                assertThat(Reflected.<Integer>call(nested, "int32SCount")).isEqualTo(message.length > 0 ? 1 : 0);
            });
        }
    }
}
