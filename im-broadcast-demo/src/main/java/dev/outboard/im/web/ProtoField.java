package dev.outboard.im.web;

import org.jspecify.annotations.Nullable;

/**
 * A field of a message, as its descriptor has it.
 *
 * @param name in the schema
 * @param jsonName in JSON
 * @param number on the wire
 * @param type what its values are
 * @param repeated whether it has any number of them
 * @param message the values' message, where they are messages
 * @param values the names of its numbers, where it is an enum
 */
record ProtoField(
        String name,
        String jsonName,
        int number,
        Type type,
        boolean repeated,
        @Nullable ProtoMessage message,
        @Nullable ProtoEnum values) {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int FIXED32 = 5;

    /** protobuf's types, in the order of their numbers in {@code google.protobuf.FieldDescriptorProto.Type}, from 1. */
    enum Type {
        DOUBLE(FIXED64),
        FLOAT(FIXED32),
        INT64(VARINT),
        UINT64(VARINT),
        INT32(VARINT),
        FIXED_64(FIXED64),
        FIXED_32(FIXED32),
        BOOL(VARINT),
        STRING(LENGTH_DELIMITED),
        GROUP(-1),
        MESSAGE(LENGTH_DELIMITED),
        BYTES(LENGTH_DELIMITED),
        UINT32(VARINT),
        ENUM(VARINT),
        SFIXED32(FIXED32),
        SFIXED64(FIXED64),
        SINT32(VARINT),
        SINT64(VARINT);

        private static final Type[] BY_NUMBER = values();

        /** How a value is laid out on the wire. */
        final int wireType;

        Type(int wireType) {
            this.wireType = wireType;
        }

        static Type of(long number) {
            if (number < 1 || number > BY_NUMBER.length || BY_NUMBER[(int) number - 1] == GROUP) {
                throw new IllegalArgumentException("type: " + number + " (expected: one of protobuf's, no group)");
            }
            return BY_NUMBER[(int) number - 1];
        }
    }

    /** Whether repeated values may stand in one piece. */
    boolean packs() {
        return type.wireType != LENGTH_DELIMITED;
    }
}
