package dev.outboard.im.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes protobuf's bytes as JSON, by protobuf's own mapping, with every field that is no message, whether it was sent or not, so that
 * a page need not know defaults. Fields that the schema does not have are left out. Any thread.
 */
final class JsonWriting {
    private JsonWriting() {}

    /**
     * Writes the rest of {@code in}, which is <em>borrowed</em>, as one object.
     *
     * @throws IndexOutOfBoundsException or IllegalArgumentException for bytes that are no message
     */
    static void write(ByteBuf in, ProtoMessage message, JsonGenerator out) throws IOException {
        Map<ProtoField, List<Object>> found = read(in, message);
        out.writeStartObject();
        for (ProtoField field : message.fields()) {
            List<Object> values = found.get(field);
            if (field.repeated()) {
                out.writeArrayFieldStart(field.jsonName());
                for (Object value : values == null ? List.of() : values) {
                    writeOne(value, field, out);
                }
                out.writeEndArray();
            } else if (values != null || field.type() != ProtoField.Type.MESSAGE) {
                out.writeFieldName(field.jsonName());
                // The last one counts, as everywhere in protobuf.
                writeOne(values == null ? null : values.get(values.size() - 1), field, out);
            }
        }
        out.writeEndObject();
    }

    private static Map<ProtoField, List<Object>> read(ByteBuf in, ProtoMessage message) {
        Map<ProtoField, List<Object>> found = new HashMap<>();
        while (in.isReadable()) {
            int tag = (int) ProtoWire.readVarint(in);
            ProtoField field = message.field(tag >>> 3);
            int wireType = tag & 7;
            if (field != null && wireType == field.type().wireType) {
                values(found, field).add(value(in, wireType));
            } else if (field != null && field.repeated() && field.packs() && wireType == ProtoField.LENGTH_DELIMITED) {
                ByteBuf packed = in.readSlice((int) ProtoWire.readVarint(in));
                while (packed.isReadable()) {
                    values(found, field).add(value(packed, field.type().wireType));
                }
            } else {
                ProtoWire.skip(in, wireType);
            }
        }
        return found;
    }

    private static List<Object> values(Map<ProtoField, List<Object>> found, ProtoField field) {
        return found.computeIfAbsent(field, unused -> new ArrayList<>(1));
    }

    private static Object value(ByteBuf in, int wireType) {
        return switch (wireType) {
            case ProtoField.VARINT -> ProtoWire.readVarint(in);
            case ProtoField.FIXED64 -> in.readLongLE();
            case ProtoField.FIXED32 -> (long) in.readIntLE();
            default -> in.readSlice((int) ProtoWire.readVarint(in));
        };
    }

    private static void writeOne(@Nullable Object value, ProtoField field, JsonGenerator out) throws IOException {
        long bits = value instanceof Long number ? number : 0;
        switch (field.type()) {
            case BOOL -> out.writeBoolean(bits != 0);
            case INT32, SFIXED32 -> out.writeNumber((int) bits);
            case UINT32, FIXED_32 -> out.writeNumber(bits & 0xffff_ffffL);
            case SINT32 -> out.writeNumber((int) (bits >>> 1 ^ -(bits & 1)));
            case INT64, SFIXED64 -> out.writeString(Long.toString(bits));
            case UINT64, FIXED_64 -> out.writeString(Long.toUnsignedString(bits));
            case SINT64 -> out.writeString(Long.toString(bits >>> 1 ^ -(bits & 1)));
            case FLOAT -> out.writeNumber(Float.intBitsToFloat((int) bits));
            case DOUBLE -> out.writeNumber(Double.longBitsToDouble(bits));
            case ENUM -> writeEnum((int) bits, field, out);
            case STRING ->
                out.writeString(value instanceof ByteBuf bytes ? bytes.toString(StandardCharsets.UTF_8) : "");
            case BYTES ->
                out.writeString(
                        value instanceof ByteBuf bytes
                                ? Base64.getEncoder().encodeToString(ByteBufUtil.getBytes(bytes))
                                : "");
            case MESSAGE -> {
                ProtoMessage message = field.message();
                if (message != null && value instanceof ByteBuf bytes) {
                    write(bytes, message, out);
                }
            }
            case GROUP -> throw new IllegalArgumentException("type: group (expected: none)");
        }
    }

    private static void writeEnum(int number, ProtoField field, JsonGenerator out) throws IOException {
        ProtoEnum values = field.values();
        String name = values == null ? null : values.name(number);
        if (name != null) {
            out.writeString(name);
        } else {
            out.writeNumber(number);
        }
    }
}
