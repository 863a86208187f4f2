package dev.outboard.rpc.frame;

import java.nio.ByteBuffer;

/**
 * Entries of a handshake body: id (16 bits, bit 15 for "refuse me if you do not know me"), length (16 bits), value; all
 * big-endian. Each id at most once.
 */
final class Tlv {
    static final int CRITICAL_BIT = 0x8000;

    private Tlv() {}

    /** Takes the known entries of a body. */
    interface Sink {
        /**
         * One entry.
         *
         * @param value its bytes and nothing else
         * @return whether the id is known
         */
        boolean entry(int id, ByteBuffer value);
    }

    static void putShort(ByteBuffer out, int id, int value) {
        out.putShort((short) id).putShort((short) 2).putShort((short) value);
    }

    static void putInt(ByteBuffer out, int id, int value) {
        out.putShort((short) id).putShort((short) 4).putInt(value);
    }

    static void putLong(ByteBuffer out, int id, long value) {
        out.putShort((short) id).putShort((short) 8).putLong(value);
    }

    static void putBytes(ByteBuffer out, int id, byte[] value) {
        out.putShort((short) id).putShort((short) value.length).put(value);
    }

    static byte[] toArray(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** Walks the entries of {@code body} from its position on; {@code fault} is what they are where they are malformed. */
    static void read(ByteBuffer body, Fault fault, Sink sink) {
        long seen = 0;
        while (body.hasRemaining()) {
            if (body.remaining() < 4) {
                throw bad(fault, "entry: cut off (expected: id, length, value)");
            }
            int id = body.getShort() & 0xffff;
            int length = body.getShort() & 0xffff;
            if (length > body.remaining()) {
                throw bad(fault, "entry " + id + ": " + length + " bytes (expected: at most " + body.remaining() + ")");
            }
            if (id < Long.SIZE) {
                if ((seen & 1L << id) != 0) {
                    throw bad(fault, "entry " + id + ": twice (expected: once)");
                }
                seen |= 1L << id;
            }
            ByteBuffer value = body.slice(body.position(), length);
            body.position(body.position() + length);
            if (!sink.entry(id, value) && (id & CRITICAL_BIT) != 0) {
                throw bad(fault, "entry " + id + ": critical (expected: a known one)");
            }
        }
    }

    static int takeShort(int id, ByteBuffer value) {
        return checked(id, value, 2).getShort() & 0xffff;
    }

    static int takeInt(int id, ByteBuffer value) {
        return checked(id, value, 4).getInt();
    }

    static long takeLong(int id, ByteBuffer value) {
        return checked(id, value, 8).getLong();
    }

    static byte[] takeBytes(int id, ByteBuffer value, int most) {
        if (value.remaining() > most) {
            throw bad("entry " + id + ": " + value.remaining() + " bytes (expected: at most " + most + ")");
        }
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    static ProtocolException bad(String detail) {
        return bad(Fault.BAD_HELLO, detail);
    }

    private static ProtocolException bad(Fault fault, String detail) {
        return new ProtocolException(fault, detail);
    }

    private static ByteBuffer checked(int id, ByteBuffer value, int length) {
        if (value.remaining() != length) {
            throw bad("entry " + id + ": " + value.remaining() + " bytes (expected: " + length + ")");
        }
        return value;
    }
}
