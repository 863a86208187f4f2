package dev.outboard.codec.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ApiProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.JavaFeaturesProto.JavaFeatures;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.testing.LeakCheck;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written and read back, on each codec; messages of the types that protobuf-java brings along. */
@LeakCheck
@ParameterizedClass
@ValueSource(strings = {"safe", "unsafe"})
final class ProtobufCodecTest {
    private final Frames frames;

    ProtobufCodecTest(String codec) {
        frames = new Frames(codec);
    }

    @AfterEach
    void close() {
        frames.close();
    }

    /** proto2 and proto3; small, large and deep; around the size of the buffers. */
    static List<Named<Message>> samples() {
        FileDescriptorProto file = ApiProto.getDescriptor().toProto();
        return List.of(
                named(
                        "numbers",
                        Timestamp.newBuilder().setSeconds(-1).setNanos(1).build()),
                named("proto2", file),
                named(
                        "many messages",
                        FileDescriptorProto.newBuilder()
                                .addAllMessageType(Collections.nCopies(500, file.getMessageType(0)))
                                .build()),
                named(
                        "map",
                        Struct.newBuilder()
                                .putFields(
                                        "\u4e2d\ud83d\ude00",
                                        Value.newBuilder()
                                                .setNumberValue(Math.PI)
                                                .build())
                                .build()),
                named("string that fits the buffer", StringValue.of("\u00e9".repeat(1364))),
                named("string that does not", StringValue.of("\u4e2d".repeat(1365))),
                named("bytes short of the buffer", bytes(4095)),
                named("bytes as long as the buffer", bytes(4096)),
                named("10 MiB", bytes(10 << 20)));
    }

    private static Named<Message> named(String name, Message message) {
        return Named.of(name, message);
    }

    private static BytesValue bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return BytesValue.of(ByteString.copyFrom(bytes));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void message_hasTheBytesThatProtobufJavaWrites(Message message) {
        assertThat(frames.written(out -> ProtobufCodec.of(message).encode(message, out)))
                .isEqualTo(message.toByteArray());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void message_isReadBack(Message message) {
        assertThat(frames.roundTrip(ProtobufCodec.of(message), message)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void dynamicMessage_isLikeAGeneratedOne(Message message) {
        DynamicMessage dynamic = DynamicMessage.newBuilder(message).build();
        assertThat(frames.roundTrip(ProtobufCodec.of(dynamic), dynamic)).isEqualTo(dynamic);
    }

    @Test
    void loneSurrogate_becomesWhatItBecomesInProtobufJava() throws Exception {
        StringValue message = StringValue.of("lone \ud83d surrogate");
        assertThat(frames.roundTrip(ProtobufCodec.of(message), message))
                .isEqualTo(StringValue.parseFrom(message.toByteArray()));
    }

    @Test
    void messages_thatFollowEachOther_doNotMix() {
        for (Named<Message> sample : samples()) {
            Message message = sample.getPayload();
            ProtobufCodec<Message> codec = ProtobufCodec.of(message);
            for (int i = 0; i < 3; i++) {
                assertThat(frames.roundTrip(codec, message)).isEqualTo(message);
                assertThat(frames.roundTrip(codec, message.getDefaultInstanceForType()))
                        .isEqualTo(message.getDefaultInstanceForType());
            }
        }
    }

    @Test
    void encode_startsWhereTheWriterIs_andDecodeWhereTheReaderIs() {
        ProtobufCodec<Timestamp> codec = ProtobufCodec.of(Timestamp.getDefaultInstance());
        Timestamp time = Timestamp.newBuilder().setSeconds(1_700_000_000).build();
        byte[] bytes = frames.written(out -> {
            out.writeFixed32(7);
            codec.encode(time, out);
        });
        frames.read(bytes, in -> {
            assertThat(in.readFixed32()).isEqualTo(7);
            assertThat(codec.decode(in)).isEqualTo(time);
            assertThat(in.position()).isEqualTo(bytes.length);
            return null;
        });
    }

    @Test
    void decode_insideANestedMessage_endsWithIt() {
        ProtobufCodec<Timestamp> codec = ProtobufCodec.of(Timestamp.getDefaultInstance());
        Timestamp time = Timestamp.newBuilder().setNanos(5).build();
        byte[] bytes = frames.written(out -> {
            int mark = out.beginMessage();
            codec.encode(time, out);
            out.endMessage(mark);
            out.writeFixed32(7);
        });
        frames.read(bytes, in -> {
            int outer = in.enter();
            assertThat(codec.decode(in)).isEqualTo(time);
            in.leave(outer);
            assertThat(in.readFixed32()).isEqualTo(7);
            return null;
        });
    }

    @Test
    void emptyMessage_isNothing() {
        ProtobufCodec<Empty> codec = ProtobufCodec.of(Empty.getDefaultInstance());
        assertThat(frames.written(out -> codec.encode(Empty.getDefaultInstance(), out)))
                .isEmpty();
        assertThat(frames.read(new byte[0], codec::decode)).isEqualTo(Empty.getDefaultInstance());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void message_mayFillItsFrameToTheLastByte(Message message) {
        int size = message.getSerializedSize();
        assertThat(frames.written(size, out -> ProtobufCodec.of(message).encode(message, out)))
                .hasSize(size);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void message_oneByteTooLong_leavesTheWriterAsItWas(Message message) {
        ProtobufCodec<Message> codec = ProtobufCodec.of(message);
        frames.written(message.getSerializedSize() - 1, out -> {
            assertThatThrownBy(() -> codec.encode(message, out)).isInstanceOf(FrameOverflowException.class);
            assertThat(out.position()).isZero();
        });
        assertThat(frames.written(out -> codec.encode(message, out))).isEqualTo(message.toByteArray());
    }

    @Test
    void message_withUnknownFields_keepsThem() {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(
                        1000,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(1)
                                .addFixed32(2)
                                .build())
                .build();
        Empty message = Empty.newBuilder().setUnknownFields(unknown).build();
        assertThat(frames.roundTrip(ProtobufCodec.of(message), message)).isEqualTo(message);
    }

    @Test
    void extensions_areFieldsWhereTheyAreKnown_andUnknownFieldsElsewhere() {
        FeatureSet message = FeatureSet.newBuilder()
                .setExtension(
                        JavaFeaturesProto.java_,
                        JavaFeatures.newBuilder().setLegacyClosedEnum(true).build())
                .build();
        ExtensionRegistry known = ExtensionRegistry.newInstance();
        JavaFeaturesProto.registerAllExtensions(known);
        FeatureSet with = frames.roundTrip(ProtobufCodec.of(message, known), message);
        FeatureSet without = frames.roundTrip(ProtobufCodec.of(message), message);
        assertThat(with.getExtension(JavaFeaturesProto.java_).getLegacyClosedEnum())
                .isTrue();
        assertThat(without.hasExtension(JavaFeaturesProto.java_)).isFalse();
        assertThat(without.toByteString()).isEqualTo(message.toByteString());
    }

    @Test
    void message_withoutItsRequiredFields_isWritten() {
        NamePart partial = NamePart.newBuilder().setNamePart("x").buildPartial();
        assertThat(frames.written(out -> ProtobufCodec.of(partial).encode(partial, out)))
                .isEqualTo(partial.toByteArray());
    }

    @Test
    void messages_100Deep_areRead() {
        DescriptorProto message = DescriptorProto.getDefaultInstance();
        for (int i = 0; i < 100; i++) {
            message = DescriptorProto.newBuilder().addNestedType(message).build();
        }
        assertThat(frames.roundTrip(ProtobufCodec.of(message), message)).isEqualTo(message);
    }

    @Test
    void writerAndReader_afterTheirCall_refuse() {
        ProtobufCodec<Timestamp> codec = ProtobufCodec.of(Timestamp.getDefaultInstance());
        Timestamp time = Timestamp.newBuilder().setNanos(1).build();
        frames.roundTrip(codec, time);
        assertThatThrownBy(() -> codec.encode(time, frames.endedWriter())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> codec.decode(frames.endedReader())).isInstanceOf(IllegalStateException.class);
        assertThat(frames.roundTrip(codec, time)).isEqualTo(time);
    }
}
