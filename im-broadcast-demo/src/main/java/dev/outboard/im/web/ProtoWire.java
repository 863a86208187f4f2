package dev.outboard.im.web;

import io.netty.buffer.ByteBuf;

/** protobuf's varints in Netty's buffers. */
final class ProtoWire {
    private ProtoWire() {}

    /**
     * Reads a varint of 64 bits.
     *
     * @throws IndexOutOfBoundsException where the buffer ends in it
     * @throws IllegalArgumentException for more than 10 bytes
     */
    static long readVarint(ByteBuf in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint: more than 10 bytes (expected: at most 10)");
    }

    static void writeVarint(ByteBuf out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) rest | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static void writeTag(ByteBuf out, int number, int wireType) {
        writeVarint(out, (long) number << 3 | wireType);
    }

    /** Skips the value of a field that nobody knows. */
    static void skip(ByteBuf in, int wireType) {
        switch (wireType) {
            case ProtoField.VARINT -> readVarint(in);
            case ProtoField.FIXED64 -> in.skipBytes(Long.BYTES);
            case ProtoField.FIXED32 -> in.skipBytes(Integer.BYTES);
            case ProtoField.LENGTH_DELIMITED -> in.skipBytes((int) readVarint(in));
            default -> throw new IllegalArgumentException("wire type: " + wireType + " (expected: 0, 1, 2 or 5)");
        }
    }
}
