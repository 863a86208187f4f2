package dev.outboard.codegen;

import static dev.outboard.codegen.WireBytes.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schema does not know, closed enums' numbers among it. */
@ParameterizedClass
@MethodSource("codecs")
final class UnknownFieldsTest extends FlyweightRows {
    private static final int CLOSED = 16;
    private static final int CLOSEDS = 46;
    private static final int PACKED_CLOSEDS = 66;
    private static final int ONE_INT32 = 81;
    private static final int ONE_CLOSED = 84;

    UnknownFieldsTest(String codec) {
        super(codec);
    }

    @Test
    void unknownFields_keepTheirOrder_behindTheKnownOnes() {
        WireBytes unknown = message()
                .varint(1003, 1)
                .text(1001, "x")
                .group(1002, message().varint(7, 7).group(7, message()))
                .fixed32(1001, 2)
                .varint(1003, 3);
        WireBytes mixed = message().add(unknown).varint(1, 5).varint(1000, 4).text(14, "known");
        assertRecoded(
                "kinds2.All",
                mixed,
                message().varint(1, 5).text(14, "known").add(unknown).varint(1000, 4));
    }

    @Test
    void unknownFields_areKeptInEveryNestedMessage_alsoWhereItsPartsAreMerged() {
        WireBytes parts = message()
                .message(17, message().varint(1000, 1).varint(1, 1))
                .message(17, message().varint(2, 2).varint(1000, 2));
        WireBytes merged = message().varint(1, 1).varint(2, 2).varint(1000, 1).varint(1000, 2);
        assertRecoded("kinds2.All", parts, message().message(17, merged));
    }

    @Test
    void knownField_withAnotherWireType_isUnknown() {
        WireBytes odd = message().fixed32(1, 1).text(2, "x").varint(14, 1).group(17, message());
        assertRecoded("kinds2.All", odd, odd);
    }

    @Test
    void unknownField_isKeptWithAnOddTag() {
        WireBytes odd = message().raw((byte) 0xc0, (byte) 0xbe, (byte) 0x80, (byte) 0x00, (byte) 1);
        assertRecoded("kinds2.All", odd, odd);
    }

    @Test
    void closedEnum_withoutAName_isUnknown_andTheValueBeforeItStays() {
        WireBytes mixed = message().varint(CLOSED, 1).varint(CLOSED, 99).varint(CLOSED, 98);
        assertRecoded(
                "kinds2.All",
                mixed,
                message().varint(CLOSED, 1).varint(CLOSED, 99).varint(CLOSED, 98));
        assertRecoded("kinds2.All", message().varint(CLOSED, 99), message().varint(CLOSED, 99));
        read("kinds2.All", message().varint(CLOSED, 99), shown -> {
            assertThat(Reflected.<Boolean>call(shown, "hasClosed")).isFalse();
            assertThat(Reflected.<Integer>call(shown, "closedNumber")).isEqualTo(1);
        });
    }

    @Test
    void closedEnum_withoutAName_doesNotClearItsOneof() {
        WireBytes mixed = message().varint(ONE_INT32, 5).varint(ONE_CLOSED, 99);
        assertRecoded("kinds2.All", mixed, mixed);
        read(
                "kinds2.All",
                mixed,
                shown -> assertThat(Reflected.<Integer>call(shown, "oneCase")).isEqualTo(ONE_INT32));
    }

    @Test
    void closedEnum_ofMoreThan32Bits_isCutFirst() {
        WireBytes wide = message().varint(CLOSED, 0x1_0000_0001L).varint(CLOSEDS, 0x1_0000_0001L);
        assertRecoded("kinds2.All", wide, message().varint(CLOSED, 1).varint(CLOSEDS, 1));
    }

    @Test
    void repeatedClosedEnums_withoutANameAreUnknown_unpacked() {
        WireBytes mixed = message()
                .varint(CLOSEDS, 1)
                .varint(CLOSEDS, 99)
                .varint(CLOSEDS, 1)
                .varint(1000, 0);
        assertRecoded(
                "kinds2.All",
                mixed,
                message()
                        .varint(CLOSEDS, 1)
                        .varint(CLOSEDS, 1)
                        .varint(CLOSEDS, 99)
                        .varint(1000, 0));
    }

    @Test
    void repeatedClosedEnums_withoutANameAreUnknown_packed() {
        WireBytes mixed = message().packed(PACKED_CLOSEDS, 99, 1, 98, -1, 99).packed(PACKED_CLOSEDS, 97);
        WireBytes unknown = message().varint(PACKED_CLOSEDS, 99).varint(PACKED_CLOSEDS, 98);
        assertRecoded(
                "kinds2.All",
                mixed,
                message()
                        .packed(PACKED_CLOSEDS, 1, -1)
                        .add(unknown)
                        .varint(PACKED_CLOSEDS, 99)
                        .varint(PACKED_CLOSEDS, 97));
        read(
                "kinds2.All",
                mixed,
                shown -> assertThat(Reflected.<Integer>call(shown, "packedClosedsCount"))
                        .isEqualTo(2));
    }

    @Test
    void repeatedClosedEnums_withoutAName_keepTheirOrder_packedOrNot() {
        WireBytes mixed = message()
                .varint(CLOSEDS, 99)
                .packed(CLOSEDS, 98, 1)
                .varint(CLOSEDS, 97)
                .packed(CLOSEDS, 96);
        WireBytes unknown = message()
                .varint(CLOSEDS, 99)
                .varint(CLOSEDS, 98)
                .varint(CLOSEDS, 97)
                .varint(CLOSEDS, 96);
        assertRecoded("kinds2.All", mixed, message().varint(CLOSEDS, 1).add(unknown));
    }

    @Test
    void repeatedClosedEnums_ofUnknownNumbersOnly_areNone() {
        WireBytes unknown = message().packed(PACKED_CLOSEDS, 99, 98);
        assertRecoded(
                "kinds2.All", unknown, message().varint(PACKED_CLOSEDS, 99).varint(PACKED_CLOSEDS, 98));
        read(
                "kinds2.All",
                unknown,
                shown -> assertThat(Reflected.<Integer>call(shown, "packedClosedsCount"))
                        .isZero());
    }

    @Test
    void mapEntry_whoseClosedEnumHasNoName_isUnknownAsAWhole() {
        WireBytes known = message().varint(1, 1).varint(2, 1);
        WireBytes foreign = message().varint(1, 1).varint(2, 99).varint(3, 7);
        WireBytes mixed = message().message(1, foreign).message(1, known).message(1, foreign);
        assertRecoded(
                "kinds2.ClosedMap",
                mixed,
                message().message(1, known).message(1, foreign).message(1, foreign));
        assertRecoded(
                "editions.ClosedMap",
                mixed,
                message().message(1, known).message(1, foreign).message(1, foreign));
    }

    @Test
    void mapEntry_whoseClosedEnumGetsANameInTheEnd_isKnown() {
        WireBytes twice = message().varint(1, 1).varint(2, 99).varint(2, 1);
        assertRecoded(
                "kinds2.ClosedMap",
                message().message(1, twice),
                message().message(1, message().varint(1, 1).varint(2, 1)));
    }

    @Test
    void mapEntry_hasBothPartsWritten_whateverCame() {
        WireBytes whole = message().bytes(1).varint(2, 0);
        assertRecoded("kinds2.All", message().message(71, message()), message().message(71, whole));
        WireBytes odd = message().varint(2, 0).varint(3, 9).text(1, "x").text(1, "y");
        assertRecoded(
                "kinds2.All",
                message().message(71, odd),
                message().message(71, message().text(1, "y").varint(2, 0)));
    }

    @Test
    void extensions_arePreserved() {
        WireBytes extended = message()
                .varint(1000, 1)
                .text(1001, "x")
                .text(1001, "y")
                .message(1002, message().varint(1, 1));
        assertRecoded("kinds2.All", extended, extended);
    }

    @Test
    void messageSet_isPreserved() {
        WireBytes item = message().varint(2, 1547769).message(3, message().text(1, "x"));
        WireBytes set = message().group(1, item).group(1, item);
        assertRecoded("kinds2.Set", set, set);
    }

    @Test
    void unknownFields_areThoseOfProtobuf() {
        WireBytes mixed = message()
                .varint(CLOSED, 99)
                .packed(PACKED_CLOSEDS, 99, 1)
                .varint(9999, 1)
                .varint(CLOSEDS, 9);
        DynamicMessage expected =
                Reference.parse(type("kinds2.All"), mixed.toArray()).orElseThrow();
        byte[] recoded = flyweights.recode(type("kinds2.All"), mixed.toArray());
        assertThat(Reference.parse(type("kinds2.All"), recoded)).contains(expected);
    }
}
