package dev.outboard.codegen;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field with its names in Java. Members that only one class sees end in an underscore, which no accessor does unless
 * its name would be taken otherwise.
 */
final class Field {
    final FieldDescriptor proto;
    /** Name of the accessor. */
    final String name;
    /** The same, to be put behind "begin" or "has". */
    final String capital;
    /** Name of the tag's constant. */
    final String constant;
    /** Bit in the presence words, or -1: a member of a oneof, or repeated. */
    final int bit;

    Field(FieldDescriptor proto, String name, int bit) {
        this.proto = proto;
        this.name = name;
        this.capital = Text.capitalise(name);
        this.constant = Text.constant(name);
        this.bit = bit;
    }

    /** All that a field would add to its classes if it was called {@code name}. */
    static List<String> members(FieldDescriptor proto, String name) {
        Field field = new Field(proto, name, -1);
        List<String> members = new ArrayList<>(List.of(name, name + "_", field.constant));
        if (field.isRepeated()) {
            members.addAll(List.of(name + "Count", "add" + field.capital));
        }
        if (field.hasPresence()) {
            members.add("has" + field.capital);
        }
        if (field.isPackable()) {
            members.addAll(List.of(field.constant + "_PACKED"));
        }
        if (field.isEnum()) {
            members.addAll(List.of(name + "Number", "add" + field.capital + "Number", "copyForeign" + field.capital));
        }
        if (field.isBytes()) {
            members.addAll(List.of(name + "Length", name + "View", name + "Offset_", name + "Length_"));
            members.addAll(List.of("append" + field.capital, field.constant + "_DEFAULT"));
        }
        if (field.isMessage() || field.isPackable()) {
            members.addAll(List.of("begin" + field.capital, "end" + field.capital));
            members.addAll(List.of(name + "Mark_", name + "Guess_"));
        }
        if (field.isMessage()) {
            members.addAll(List.of(name + "Value_", "put" + field.capital, field.constant + "_END"));
        }
        if (!field.isNumber() || field.isClosedEnum()) {
            members.add("index" + field.capital);
        }
        return members;
    }

    boolean isRepeated() {
        return proto.isRepeated();
    }

    boolean isGroup() {
        return proto.getType() == FieldDescriptor.Type.GROUP;
    }

    boolean isMessage() {
        return proto.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    }

    boolean isEnum() {
        return proto.getType() == FieldDescriptor.Type.ENUM;
    }

    boolean isString() {
        return proto.getType() == FieldDescriptor.Type.STRING;
    }

    /** A string or bytes. */
    boolean isBytes() {
        return isString() || proto.getType() == FieldDescriptor.Type.BYTES;
    }

    boolean isNumber() {
        return !isMessage() && !isBytes();
    }

    boolean isClosedEnum() {
        return isEnum() && proto.legacyEnumFieldTreatedAsClosed();
    }

    boolean checksUtf8() {
        return isString() && proto.needsUtf8Check();
    }

    boolean isPackable() {
        return isRepeated() && isNumber();
    }

    /** Whether it is written packed. */
    boolean isPacked() {
        return isPackable() && proto.isPacked();
    }

    /** Whether a value that is the default is written, and its presence can be asked for. */
    boolean hasPresence() {
        return !isRepeated() && (proto.hasPresence() || isMapEntryPart());
    }

    /** Key and value of a map's entry are always written. */
    boolean isMapEntryPart() {
        return proto.getContainingType().getOptions().getMapEntry();
    }

    @Nullable
    OneofDescriptor oneof() {
        return proto.getRealContainingOneof();
    }

    Scalar scalar() {
        return Scalar.of(proto.getType());
    }

    /** Wire type of one value, a constant of {@code Wire}. */
    String wireType() {
        if (isGroup()) {
            return "START_GROUP";
        }
        return isNumber() ? scalar().wireType() : "LENGTH_DELIMITED";
    }

    /** The word that holds this field's presence bit, and its mask. */
    String word() {
        return "has" + bit / 32 + "_";
    }

    String mask() {
        return String.format("0x%x", 1 << (bit % 32));
    }

    /** Whether there is a default other than zero. */
    boolean hasDefault() {
        return !isRepeated() && !isMessage() && (proto.hasDefaultValue() || isEnum() && defaultNumber() != 0);
    }

    String defaultExpression() {
        if (!hasDefault()) {
            return isNumber() ? scalar().zero() : "\"\"";
        }
        Object value = proto.getDefaultValue();
        return switch (proto.getJavaType()) {
            case LONG -> value + "L";
            case FLOAT -> floatLiteral((Float) value);
            case DOUBLE -> doubleLiteral((Double) value);
            case ENUM -> String.valueOf(defaultNumber());
            case STRING -> Text.literal((String) value);
            case BYTE_STRING ->
                Text.literal(((ByteString) value).toString(java.nio.charset.StandardCharsets.ISO_8859_1));
            default -> value.toString();
        };
    }

    private int defaultNumber() {
        return ((EnumValueDescriptor) proto.getDefaultValue()).getNumber();
    }

    private static String floatLiteral(float value) {
        if (Float.isNaN(value)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        return value + "f";
    }

    private static String doubleLiteral(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
        }
        return String.valueOf(value);
    }
}
