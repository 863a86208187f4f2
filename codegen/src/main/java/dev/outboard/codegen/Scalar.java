package dev.outboard.codegen;

import com.google.protobuf.Descriptors.FieldDescriptor;

/**
 * How a field type that is a number is read and written.
 *
 * @param javaType of the accessor
 * @param wireType a constant of {@code Wire}
 * @param read expression on the reader {@code in}
 * @param write method of the writer
 * @param element expression for the element {@code i} of a repeated field {@code %s}
 */
record Scalar(String javaType, String wireType, String read, String write, String element) {
    static Scalar of(FieldDescriptor.Type type) {
        return switch (type) {
            case DOUBLE ->
                new Scalar(
                        "double", "FIXED64", "readDouble", "writeDouble", "Double.longBitsToDouble(%s.fixed64(in, i))");
            case FLOAT ->
                new Scalar("float", "FIXED32", "readFloat", "writeFloat", "Float.intBitsToFloat(%s.fixed32(in, i))");
            case INT64, UINT64 -> new Scalar("long", "VARINT", "readVarint64", "writeVarint64", "%s.varint(in, i)");
            case SINT64 ->
                new Scalar("long", "VARINT", "readZigZag64", "writeZigZag64", "Wire.unZigZag64(%s.varint(in, i))");
            case INT32, ENUM -> new Scalar("int", "VARINT", "readVarint32", "writeInt32", "(int) %s.varint(in, i)");
            case UINT32 -> new Scalar("int", "VARINT", "readVarint32", "writeVarint32", "(int) %s.varint(in, i)");
            case SINT32 ->
                new Scalar("int", "VARINT", "readZigZag32", "writeZigZag32", "Wire.unZigZag32((int) %s.varint(in, i))");
            case FIXED64, SFIXED64 -> new Scalar("long", "FIXED64", "readFixed64", "writeFixed64", "%s.fixed64(in, i)");
            case FIXED32, SFIXED32 -> new Scalar("int", "FIXED32", "readFixed32", "writeFixed32", "%s.fixed32(in, i)");
            case BOOL -> new Scalar("boolean", "VARINT", "readBool", "writeBool", "%s.varint(in, i) != 0");
            case STRING, BYTES, GROUP, MESSAGE ->
                throw new IllegalArgumentException("type: " + type + " (expected: a number)");
        };
    }

    /** The value in a varint, which is the expression {@code varint}. */
    String ofVarint(String varint) {
        return element.replace("%s.varint(in, i)", varint);
    }

    /** What a field of this type is without a value and without a default. */
    String zero() {
        return switch (javaType) {
            case "boolean" -> "false";
            case "double" -> "0.0";
            case "float" -> "0.0f";
            case "long" -> "0L";
            default -> "0";
        };
    }

    /** Whether the expression {@code value} is not what {@link #zero} says; a negative zero is not. */
    String isNotZero(String value) {
        return switch (javaType) {
            case "boolean" -> value;
            case "double" -> "Double.doubleToRawLongBits(" + value + ") != 0";
            case "float" -> "Float.floatToRawIntBits(" + value + ") != 0";
            default -> value + " != 0";
        };
    }
}
