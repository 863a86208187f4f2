package dev.outboard.codegen;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Random messages of any type, whose values crowd around the places where encodings change. The parts of a map's entry are
 * never the default, which {@link DynamicMessage} leaves out and protobuf-java's generated code does not.
 */
final class RandomMessages {
    private static final int MAX_DEPTH = 5;
    /** A number that no schema here uses. */
    private static final int FIRST_UNKNOWN = 400_000_000;

    private final SplittableRandom random;

    RandomMessages(SplittableRandom random) {
        this.random = random;
    }

    DynamicMessage next(Descriptor type) {
        return next(type, 0);
    }

    /** A value of a field, or an element of it. */
    Object value(FieldDescriptor field) {
        return value(field, MAX_DEPTH - 1);
    }

    /** Whether a type requires itself, so that no message of it is ever complete. */
    static boolean isEndless(Descriptor type) {
        return isEndless(type, new HashSet<>());
    }

    private static boolean isEndless(Descriptor type, Set<Descriptor> outer) {
        if (!outer.add(type)) {
            return true;
        }
        boolean endless = type.getFields().stream()
                .anyMatch(field -> field.isRequired()
                        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && isEndless(field.getMessageType(), outer));
        outer.remove(type);
        return endless;
    }

    private DynamicMessage next(Descriptor type, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        // From empty to full; and the deeper, the emptier.
        int percent = random.nextInt(100) / (depth + 1);
        for (FieldDescriptor field : type.getFields()) {
            if (field.isRequired() || random.nextInt(100) < percent) {
                set(message, field, depth);
            }
        }
        if (random.nextInt(8) == 0 && !type.getOptions().getMessageSetWireFormat()) {
            message.setUnknownFields(unknown());
        }
        return message.build();
    }

    private void set(DynamicMessage.Builder message, FieldDescriptor field, int depth) {
        boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (nested && !field.isRequired() && (depth >= MAX_DEPTH || isEndless(field.getMessageType()))) {
            return;
        }
        if (!field.isRepeated()) {
            message.setField(field, value(field, depth));
            return;
        }
        for (int count = count(nested); count > 0; count--) {
            message.addRepeatedField(field, field.isMapField() ? entry(field, depth) : value(field, depth));
        }
    }

    private int count(boolean nested) {
        return nested ? 1 + random.nextInt(3) : random.nextInt(20) == 0 ? random.nextInt(200) : random.nextInt(5);
    }

    private DynamicMessage entry(FieldDescriptor map, int depth) {
        DynamicMessage.Builder entry = DynamicMessage.newBuilder(map.getMessageType());
        for (FieldDescriptor part : map.getMessageType().getFields()) {
            Object value = value(part, depth);
            while (part.getJavaType() != FieldDescriptor.JavaType.MESSAGE && value.equals(part.getDefaultValue())) {
                value = value(part, depth);
            }
            entry.setField(part, value);
        }
        return entry.build();
    }

    private Object value(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> (int) bits(32);
            case LONG -> bits(64);
            case FLOAT -> random.nextInt(4) == 0 ? Float.intBitsToFloat((int) bits(32)) : (float) random.nextInt(1000);
            case DOUBLE -> random.nextInt(4) == 0 ? Double.longBitsToDouble(bits(64)) : random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text(length());
            case BYTE_STRING -> bytes(length());
            case ENUM -> enumValue(field);
            case MESSAGE -> next(field.getMessageType(), depth + 1);
        };
    }

    private EnumValueDescriptor enumValue(FieldDescriptor field) {
        if (!field.legacyEnumFieldTreatedAsClosed() && random.nextInt(4) == 0) {
            return field.getEnumType().findValueByNumberCreatingIfUnknown((int) bits(32));
        }
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        // The first name of a number: the one that parsers give it.
        int number = values.get(random.nextInt(values.size())).getNumber();
        return field.getEnumType().findValueByNumber(number);
    }

    /** Fields of each kind, in the order in which protobuf-java writes them. */
    private UnknownFieldSet unknown() {
        UnknownFieldSet.Builder unknown = UnknownFieldSet.newBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
            switch (random.nextInt(5)) {
                case 0 -> field.addVarint(bits(64));
                case 1 -> field.addFixed32((int) bits(32));
                case 2 -> field.addFixed64(bits(64));
                case 3 -> field.addLengthDelimited(bytes(length()));
                default ->
                    field.addGroup(UnknownFieldSet.newBuilder()
                            .mergeVarintField(1, (int) bits(32))
                            .build());
            }
            unknown.addField(FIRST_UNKNOWN + random.nextInt(1000), field.build());
        }
        return unknown.build();
    }

    /** A number of a random count of significant bits, up to {@code most}. */
    private long bits(int most) {
        int count = random.nextInt(most + 1);
        return count == 0 ? 0 : random.nextLong() >>> 64 - count;
    }

    private int length() {
        int choice = random.nextInt(40);
        return choice == 0 ? random.nextInt(3000) : choice < 4 ? 120 + random.nextInt(16) : random.nextInt(20);
    }

    private ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private String text(int chars) {
        int most = random.nextInt(3) == 0 ? Character.MAX_CODE_POINT : 0x7f;
        StringBuilder text = new StringBuilder(chars + 1);
        while (text.length() < chars) {
            int code = (int) (bits(21) % (most + 1));
            text.appendCodePoint(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
        }
        return text.toString();
    }
}
