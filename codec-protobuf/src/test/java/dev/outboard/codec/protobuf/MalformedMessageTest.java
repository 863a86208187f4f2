package dev.outboard.codec.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.testing.LeakCheck;
import dev.outboard.testing.Seed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and in which words. */
@LeakCheck
@ParameterizedClass
@ValueSource(strings = {"safe", "unsafe"})
final class MalformedMessageTest {
    private static final String TRUNCATED =
            "While parsing a protocol message, the input ended unexpectedly in the middle of a field";

    private final Frames frames;

    MalformedMessageTest(String codec) {
        frames = new Frames(codec);
    }

    @AfterEach
    void close() {
        frames.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0a           | 1 | " + TRUNCATED,
                "0a05 4142    | 4 | " + TRUNCATED,
                "0affffffff03 | 6 | " + TRUNCATED,
                "0affffffff0f | 6 | CodedInputStream encountered an embedded string or message which claimed to have"
                        + " negative size",
                "ffffffffffffffffffffff | 10 | CodedInputStream encountered a malformed varint",
                "0a01 ff      | 3 | Protocol message had invalid UTF-8",
                "00 01        | 1 | Protocol message contained an invalid tag (zero)",
                "0c           | 1 | Protocol message end-group tag did not match expected tag",
                "0f           | 1 | Protocol message tag had invalid wire type",
            })
    void hostileBytes_areRefusedWithTheReasonAndTheOffset(String hex, int offset, String reason) {
        byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
        MalformedMessageException refusal = refusal(StringValue.getDefaultInstance(), message);
        assertThat(refusal)
                .hasMessage("at offset " + offset + ": google.protobuf.StringValue: " + reason
                        + " (expected: one whole message of this type)");
        assertThat(refusal.offset()).isEqualTo(offset);
        assertThat(refusal.fieldNumber()).isZero();
        assertThat(refusal).hasCauseInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void cause_holdsNothingOfTheMessage() {
        byte[] message = HexFormat.of().parseHex("0a0141" + "0a");
        assertThat(((InvalidProtocolBufferException) refusal(StringValue.getDefaultInstance(), message)
                                .getCause())
                        .getUnfinishedMessage())
                .isNull();
    }

    @Test
    void message_withoutItsRequiredFields_isRefusedByName() {
        byte[] message = NamePart.newBuilder().setNamePart("x").buildPartial().toByteArray();
        assertThat(refusal(NamePart.getDefaultInstance(), message))
                .hasMessageContaining("google.protobuf.UninterpretedOption.NamePart: Message missing required fields:"
                        + " is_extension (expected");
    }

    @Test
    void messages_101Deep_areRefused() {
        DescriptorProto message = DescriptorProto.getDefaultInstance();
        for (int i = 0; i < 101; i++) {
            message = DescriptorProto.newBuilder().addNestedType(message).build();
        }
        assertThat(refusal(DescriptorProto.getDefaultInstance(), message.toByteArray()))
                .hasMessageContaining("Protocol message had too many levels of nesting (expected");
    }

    @Test
    void dynamicMessage_isNamedByItsType() {
        DynamicMessage type =
                DynamicMessage.getDefaultInstance(DurationProto.getDescriptor().findMessageTypeByName("Duration"));
        assertThat(refusal(type, new byte[] {0})).hasMessageContaining(": google.protobuf.Duration: ");
    }

    @Test
    void refusal_leavesTheReaderWhereItWas_andTheCodecUsable() {
        ProtobufCodec<StringValue> codec = ProtobufCodec.of(StringValue.getDefaultInstance());
        frames.read(new byte[] {1, 0x0a, 9}, in -> {
            in.skip(1);
            assertThatThrownBy(() -> codec.decode(in)).isInstanceOf(MalformedMessageException.class);
            assertThat(in.position()).isEqualTo(1);
            return null;
        });
        assertThat(frames.roundTrip(codec, StringValue.of("next"))).isEqualTo(StringValue.of("next"));
    }

    /** One codec for all of them: none may leave anything behind for the next. */
    @Test
    void changedBytes_areTakenOrRefusedAsByProtobufJava() {
        byte[] good = DurationProto.getDescriptor().toProto().toByteArray();
        ProtobufCodec<FileDescriptorProto> codec = ProtobufCodec.of(FileDescriptorProto.getDefaultInstance());
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(outcome(codec, bytes)).as("%s, message %d", seed, i).isEqualTo(expected(bytes));
        }
    }

    private Object outcome(ProtobufCodec<FileDescriptorProto> codec, byte[] bytes) {
        try {
            return frames.read(bytes, codec::decode);
        } catch (MalformedMessageException e) {
            return "refused";
        }
    }

    /** From a stream, as the codec reads: its other inputs have other opinions on varints of 11 bytes. */
    private static Object expected(byte[] bytes) {
        try {
            return FileDescriptorProto.parseFrom(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            return "refused";
        }
    }

    private MalformedMessageException refusal(Message type, byte[] message) {
        MalformedMessageException refusal = catchThrowableOfType(
                MalformedMessageException.class, () -> frames.read(message, ProtobufCodec.of(type)::decode));
        assertThat(refusal).as("accepted").isNotNull();
        return refusal;
    }
}
