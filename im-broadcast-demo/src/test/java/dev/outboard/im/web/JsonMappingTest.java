package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Any;
import com.google.protobuf.AnyProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Field;
import com.google.protobuf.Option;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.Type;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import dev.outboard.im.v1.ChatServer;
import dev.outboard.im.v1.GroupMessage;
import dev.outboard.im.v1.Publish;
import dev.outboard.im.v1.Recovered;
import dev.outboard.im.v1.Recovery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** protobuf's JSON mapping, against protobuf-java's own messages. */
class JsonMappingTest {
    private final JsonMapper mapper = JsonMapper.builder().build();
    private final ProtoSchema chat = ProtoSchema.of(ChatServer.descriptors());

    @Test
    void requests_areProtobufsBytes() throws IOException {
        String json =
                "{\"groupId\":7,\"intended_nanos\":\"18446744073709551615\",\"clientSequence\":12,\"text\":\"h\\u00e9 \\ud83d\\ude00\","
                        + "\"mentions\":[\"1\",2],\"key\":null,\"toUser\":\"9\"}";
        assertThat(Publish.parseFrom(bytes(json, "outboard.im.v1.Publish")))
                .isEqualTo(Publish.newBuilder()
                        .setGroupId(7)
                        .setIntendedNanos(-1)
                        .setClientSequence(12)
                        .setText("h\u00e9 \ud83d\ude00")
                        .addMentions(1)
                        .addMentions(2)
                        .setToUser(9)
                        .build());
    }

    @Test
    void answers_haveEveryField_withNumbersOf64BitsAsTexts() throws IOException {
        Recovered recovered = Recovered.newBuilder()
                .setEpoch(-1)
                .setRecovery(Recovery.RECOVERY_PARTIAL)
                .addMessages(GroupMessage.newBuilder()
                        .setSequence(5)
                        .setText("\"<\n")
                        .addMentions(3))
                .build();
        assertThat(json(recovered.toByteArray(), "outboard.im.v1.Recovered"))
                .isEqualTo(
                        "{\"epoch\":\"18446744073709551615\",\"sequence\":\"0\",\"recovery\":\"RECOVERY_PARTIAL\",\"recoveredTo\":\"0\","
                                + "\"members\":0,\"messages\":[{\"sequence\":\"5\",\"groupId\":0,\"sender\":\"0\",\"intendedNanos\":\"0\","
                                + "\"clientSequence\":\"0\",\"text\":\"\\\"<\\n\",\"mentions\":[\"3\"],\"epoch\":\"0\",\"toUser\":\"0\"}]}");
    }

    @Test
    void fieldsOfALaterSchema_areLeftOut() throws IOException {
        byte[] later = GroupMessage.newBuilder().setText("x").build().toByteArray();
        ByteBuf both = Unpooled.wrappedBuffer(later, new byte[] {(byte) 0xfa, 0x3f, 1, 1, (byte) 0xf8, 0x3f, 1});
        assertThat(json(ByteBufUtil.getBytes(both), "outboard.im.v1.GroupMessage"))
                .contains("\"text\":\"x\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'groupId': '4294967296'}", "{'groupId': -1}", "{'groupId': 1.5}", "{'groupId': 'one'}",
                        "{'groupId': true}",
                "{'toUser': '18446744073709551616'}", "{'toUser': '-1'}", "{'text': 1}", "{'text': '\\ud83d'}",
                        "{'mentions': 1}",
                "{'mentions': [[1]]}", "{'other': 1}", "[]",
            })
    void whatIsNoSuchMessage_isRefused(String json) {
        assertThatThrownBy(() -> bytes(json.replace('\'', '"'), "outboard.im.v1.Publish"))
                .isInstanceOf(JsonFormException.class)
                .hasMessageMatching("params: .+ \\(expected: .+\\)");
    }

    /** Every type that protobuf has, by protobuf's own description of itself: a message of messages, enums, numbers and bytes. */
    @Test
    void everyType_survivesThereAndBack() throws IOException {
        FileDescriptorProto file = TypeProto.getDescriptor().toProto();
        FileDescriptorSet set = FileDescriptorSet.newBuilder()
                .addFile(AnyProto.getDescriptor().toProto())
                .addFile(SourceContextProto.getDescriptor().toProto())
                .addFile(WrappersProto.getDescriptor().toProto())
                .addFile(file)
                .build();
        ProtoSchema schema = ProtoSchema.of(set.toByteArray());
        for (String name : new String[] {
            "DoubleValue",
            "FloatValue",
            "Int64Value",
            "UInt64Value",
            "Int32Value",
            "UInt32Value",
            "BoolValue",
            "StringValue",
            "BytesValue"
        }) {
            Descriptor descriptor = WrappersProto.getDescriptor().findMessageTypeByName(name);
            FieldDescriptor field = descriptor.findFieldByName("value");
            DynamicMessage message = DynamicMessage.newBuilder(descriptor)
                    .setField(field, sample(field.getType()))
                    .build();
            ProtoMessage known = schema.message("google.protobuf." + name);
            String json = json(message.toByteArray(), known);
            ByteBuf out = Unpooled.buffer();
            JsonReading.write(mapper.readTree(json), known, out);
            assertThat(ByteBufUtil.getBytes(out)).as("%s: %s", name, json).isEqualTo(message.toByteArray());
        }
        Type type = Type.newBuilder()
                .setName("T")
                .addFields(Field.newBuilder().setNumber(-5).setPacked(true).setKind(Field.Kind.TYPE_BOOL))
                .addOptions(Option.newBuilder()
                        .setValue(Any.newBuilder().setValue(ByteString.copyFrom(new byte[] {1, 2, 3}))))
                .setSyntaxValue(77)
                .build();
        ProtoMessage known = schema.message("google.protobuf.Type");
        ByteBuf out = Unpooled.buffer();
        JsonReading.write(mapper.readTree(json(type.toByteArray(), known)), known, out);
        assertThat(Type.parseFrom(ByteBufUtil.getBytes(out))).isEqualTo(type);
    }

    private static Object sample(FieldDescriptor.Type type) {
        return switch (type) {
            case DOUBLE -> -1.5e300;
            case FLOAT -> 0.1f;
            case INT64, UINT64 -> -2L;
            case INT32, UINT32 -> -3;
            case BOOL -> true;
            case STRING -> "text";
            case BYTES -> ByteString.copyFrom(new byte[] {-1, 0, 1});
            default -> throw new AssertionError(type);
        };
    }

    private byte[] bytes(String json, String message) throws IOException {
        ByteBuf out = Unpooled.buffer();
        JsonReading.write(mapper.readTree(json), chat.message(message), out);
        return ByteBufUtil.getBytes(out);
    }

    private String json(byte[] bytes, String message) throws IOException {
        return json(bytes, chat.message(message));
    }

    private static String json(byte[] bytes, ProtoMessage message) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            JsonWriting.write(Unpooled.wrappedBuffer(bytes), message, out);
        }
        return text.toString();
    }
}
