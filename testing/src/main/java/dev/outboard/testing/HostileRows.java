package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.CodecProvider;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a codec's reader refuses, in which words, and what it takes although it looks odd. */
abstract class HostileRows extends CodecRows {
    HostileRows(CodecProvider codec) {
        super(codec);
    }

    static List<HostileCase> cases() {
        return HostileCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hostileBytes_areRefusedInGoldenWords(HostileCase hostile) {
        HostileCase.GOLDEN.assertText(
                hostile.name(), String.valueOf(refusal(FrameKind.OWN, hostile).getMessage()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hostileBytes_areRefusedAlikeInEveryKindOfFrame(HostileCase hostile) {
        MalformedMessageException expected = refusal(FrameKind.OWN, hostile);
        for (FrameKind kind : FrameKind.values()) {
            // A hundred thousand pieces would test Netty's composite, slowly.
            if (hostile.message().length < 10_000 || kind != FrameKind.COMPOSITE_OF_ONE_BYTE_PIECES) {
                MalformedMessageException found = refusal(kind, hostile);
                assertThat(found).as("in %s", kind).hasMessage(expected.getMessage());
                assertThat(found.offset()).as("in %s", kind).isEqualTo(expected.offset());
                assertThat(found.fieldNumber()).as("in %s", kind).isEqualTo(expected.fieldNumber());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hostileBytes_reserveAndKeepNothing(HostileCase hostile) {
        read(hostile.message(), in -> {
            long reserved = ledger.reservedBytes();
            long used = ledger.usedBytes();
            assertThat(refusal(in, hostile)).isNotNull();
            assertThat(ledger.reservedBytes()).isEqualTo(reserved);
            assertThat(ledger.usedBytes()).isEqualTo(used);
        });
    }

    @Test
    void reader_afterARefusal_readsTheNextMessage() {
        for (HostileCase hostile : cases()) {
            refusal(FrameKind.OWN, hostile);
            read(
                    written(out -> out.writeVarint64(300)),
                    in -> assertThat(in.readVarint64()).isEqualTo(300));
        }
    }

    /** Not canonical, but protobuf: every other implementation takes these, and so they have one meaning. */
    @ParameterizedTest
    @CsvSource({
        "tag in more bytes than it needs, 888000 00",
        "tag in 10 bytes, 88808080808080808000 00",
        "tag whose bits past the 32nd are dropped, 888080801000",
        "varint in 10 bytes, 08 80808080808080808000",
        "varint whose bits past the 64th are dropped, 08 ffffffffffffffffff7f",
        "length in more bytes than it needs, 0a 818000 41",
        "length whose bits past the 32nd are dropped, 0a 8180808010 41",
        "the largest field number, f8ffffff0f 00",
        "an empty group, 0b 0c",
        "fields in a group, 0b 0801 12024142 1500000000 0c",
    })
    void oddButLegalBytes_areReadWhole(String name, String hex) {
        byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
        read(message, in -> {
            skipAll(in);
            assertThat(in.remaining()).as(name).isZero();
        });
    }

    @Test
    void groups_100Deep_areSkipped() {
        read(HexFormat.of().parseHex("0b".repeat(100) + "0c".repeat(100)), in -> {
            skipAll(in);
            assertThat(in.remaining()).isZero();
        });
    }

    @Test
    void values_pastTheirWidth_areCutToIt() {
        byte[] everyBit = HexFormat.of().parseHex("ffffffffffffffffff7f");
        read(everyBit, in -> assertThat(in.readVarint64()).isEqualTo(-1));
        read(everyBit, in -> assertThat(in.readVarint32()).isEqualTo(-1));
        read(everyBit, in -> assertThat(in.readZigZag32()).isEqualTo(Integer.MIN_VALUE));
        byte[] bit32 = HexFormat.of().parseHex("8080808010");
        read(bit32, in -> assertThat(in.readVarint32()).isZero());
        read(bit32, in -> assertThat(in.readBool()).isTrue());
    }

    private MalformedMessageException refusal(FrameKind kind, HostileCase hostile) {
        MalformedMessageException[] found = new MalformedMessageException[1];
        read(kind, hostile.message(), in -> found[0] = refusal(in, hostile));
        return found[0];
    }

    private static MalformedMessageException refusal(WireReader in, HostileCase hostile) {
        MalformedMessageException refusal = catchThrowableOfType(
                MalformedMessageException.class, () -> hostile.read().accept(in));
        assertThat(refusal).as("%s is accepted", hostile).isNotNull();
        return refusal;
    }
}
