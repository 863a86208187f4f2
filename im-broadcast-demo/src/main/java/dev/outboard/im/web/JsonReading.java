package dev.outboard.im.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes messages that come as JSON as protobuf's bytes, by protobuf's own mapping: 64-bit numbers are strings or numbers, bytes are
 * base64, enums their names or numbers, null is what is not there. Any thread.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON format</a>
 */
final class JsonReading {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,20}");

    private JsonReading() {}

    /**
     * Appends the bytes of {@code json} to {@code out}, which is <em>borrowed</em>.
     *
     * @throws JsonFormException where it is no such message
     */
    static void write(JsonNode json, ProtoMessage message, ByteBuf out) {
        if (!json.isObject()) {
            throw new JsonFormException("params: no object (expected: one)");
        }
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            ProtoField field = message.field(entry.getKey());
            if (field == null) {
                throw new JsonFormException("params: a field of another name (expected: those of the schema)");
            }
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                continue;
            }
            if (field.repeated()) {
                writeAll(value, field, out);
            } else {
                ProtoWire.writeTag(out, field.number(), field.type().wireType);
                writeOne(value, field, out);
            }
        }
    }

    private static void writeAll(JsonNode values, ProtoField field, ByteBuf out) {
        if (!values.isArray()) {
            throw bad(field, "an array");
        }
        if (!field.packs()) {
            for (JsonNode value : values) {
                ProtoWire.writeTag(out, field.number(), field.type().wireType);
                writeOne(value, field, out);
            }
        } else if (!values.isEmpty()) {
            ProtoWire.writeTag(out, field.number(), ProtoField.LENGTH_DELIMITED);
            inFront(out, packed -> values.forEach(value -> writeOne(value, field, packed)));
        }
    }

    private static void writeOne(JsonNode value, ProtoField field, ByteBuf out) {
        switch (field.type()) {
            case BOOL -> {
                if (!value.isBoolean()) {
                    throw bad(field, "true or false");
                }
                out.writeByte(value.booleanValue() ? 1 : 0);
            }
            case INT32 -> ProtoWire.writeVarint(out, number(value, field, 32, true));
            case INT64 -> ProtoWire.writeVarint(out, number(value, field, 64, true));
            case UINT32 -> ProtoWire.writeVarint(out, number(value, field, 32, false));
            case UINT64 -> ProtoWire.writeVarint(out, number(value, field, 64, false));
            case SINT32, SINT64 -> {
                long n = number(value, field, field.type() == ProtoField.Type.SINT32 ? 32 : 64, true);
                ProtoWire.writeVarint(out, n << 1 ^ n >> 63);
            }
            case FIXED_32 -> out.writeIntLE((int) number(value, field, 32, false));
            case FIXED_64 -> out.writeLongLE(number(value, field, 64, false));
            case SFIXED32 -> out.writeIntLE((int) number(value, field, 32, true));
            case SFIXED64 -> out.writeLongLE(number(value, field, 64, true));
            case FLOAT -> out.writeIntLE(Float.floatToRawIntBits((float) real(value, field)));
            case DOUBLE -> out.writeLongLE(Double.doubleToRawLongBits(real(value, field)));
            case ENUM -> ProtoWire.writeVarint(out, enumNumber(value, field));
            case STRING -> writeBytes(text(value, field).getBytes(StandardCharsets.UTF_8), out);
            case BYTES -> writeBytes(base64(value, field), out);
            case MESSAGE -> {
                ProtoMessage inner = field.message();
                if (inner != null) {
                    inFront(out, buffer -> write(value, inner, buffer));
                }
            }
            case GROUP -> throw bad(field, "no group");
        }
    }

    @FunctionalInterface
    private interface Body {
        void writeTo(ByteBuf out);
    }

    /** Writes what {@code body} writes behind its length. */
    private static void inFront(ByteBuf out, Body body) {
        ByteBuf buffer = Unpooled.buffer();
        body.writeTo(buffer);
        ProtoWire.writeVarint(out, buffer.readableBytes());
        out.writeBytes(buffer);
    }

    private static void writeBytes(byte[] bytes, ByteBuf out) {
        ProtoWire.writeVarint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static String text(JsonNode value, ProtoField field) {
        if (!value.isTextual()) {
            throw bad(field, "a string");
        }
        String text = value.textValue();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw bad(field, "a string without half a character");
            }
        }
        return text;
    }

    private static byte[] base64(JsonNode value, ProtoField field) {
        String text = text(value, field).replace('-', '+').replace('_', '/');
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw bad(field, "base64");
        }
    }

    private static double real(JsonNode value, ProtoField field) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        String text = value.isTextual() ? value.textValue() : "";
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw bad(field, "a number");
        };
    }

    private static long number(JsonNode value, ProtoField field, int bits, boolean signed) {
        String expected = "a whole number of " + bits + " bits";
        BigInteger number;
        if (value.isIntegralNumber()) {
            number = value.bigIntegerValue();
        } else if (value.isTextual() && WHOLE.matcher(value.textValue()).matches()) {
            number = new BigInteger(value.textValue());
        } else {
            throw bad(field, expected);
        }
        BigInteger least = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        BigInteger most = signed ? BigInteger.ONE.shiftLeft(bits - 1) : TWO_64.shiftRight(64 - bits);
        if (number.compareTo(least) < 0 || number.compareTo(most) >= 0) {
            throw bad(field, expected);
        }
        return number.longValue();
    }

    private static long enumNumber(JsonNode value, ProtoField field) {
        ProtoEnum values = field.values();
        if (value.isTextual() && values != null) {
            Integer number = values.number(value.textValue());
            if (number == null) {
                throw bad(field, "one of the enum's names");
            }
            return number;
        }
        return number(value, field, 32, true);
    }

    private static JsonFormException bad(ProtoField field, String expected) {
        return new JsonFormException("params: " + field.jsonName() + " is something else (expected: " + expected + ")");
    }
}
