package dev.outboard.rpc.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A frame, field by field. */
public record ModelFrame(
        int length, int type, int flags, int extension, int aux16, int generation, int slot, long aux32, byte[] body) {
    public static final int HEADER = 16;

    public static final int REQUEST = 0x01;
    public static final int RESPONSE = 0x02;
    public static final int DATA = 0x03;
    public static final int CANCEL = 0x04;
    public static final int PART = 0x06;
    public static final int CREDIT = 0x05;
    public static final int HELLO = 0x41;
    public static final int HELLO_ACK = 0x42;
    public static final int METHOD_DEF = 0x43;
    public static final int NOTIFY = 0x44;
    public static final int PING = 0x45;
    public static final int PONG = 0x46;
    public static final int GOAWAY = 0x47;
    public static final int CONNECTION_CREDIT = 0x48;

    /** A frame that says its own length. */
    public static ModelFrame of(int type, int aux16, int stream, long aux32, byte[] body) {
        return new ModelFrame(body.length, type, 0, 0, aux16, stream >>> 20, stream & 0xfffff, aux32, body);
    }

    /** The same with flags, and an extension of whole words before the body, which the short form of its length is enough for. */
    public static ModelFrame of(int type, int flags, int aux16, int stream, long aux32, byte[] extension, byte[] body) {
        byte[] all = Arrays.copyOf(extension, extension.length + body.length);
        System.arraycopy(body, 0, all, extension.length, body.length);
        return new ModelFrame(
                all.length, type, flags, extension.length / 4, aux16, stream >>> 20, stream & 0xfffff, aux32, all);
    }

    /** The header at {@code from}, without a body. */
    static ModelFrame header(byte[] bytes, int from) {
        return new ModelFrame(
                (int) number(bytes, from, 3),
                (int) number(bytes, from + 3, 1),
                (int) number(bytes, from + 4, 1),
                (int) number(bytes, from + 5, 1),
                (int) number(bytes, from + 6, 2),
                (int) (number(bytes, from + 8, 2) >> 4),
                (int) (number(bytes, from + 8, 4) & 0xfffff),
                number(bytes, from + 12, 4),
                new byte[0]);
    }

    ModelFrame withBody(byte[] newBody) {
        return new ModelFrame(length, type, flags, extension, aux16, generation, slot, aux32, newBody);
    }

    /** The id of the call: generation and slot. */
    public int stream() {
        return generation << 20 | slot;
    }

    /** Whether a PART follows. */
    boolean goesOn() {
        return (flags & 2) != 0;
    }

    boolean isCompressed() {
        return (flags & 4) != 0;
    }

    long bodyAsNumber() {
        return number(body, 0, 8);
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER + body.length)
                .putInt(length << 8 | type)
                .put((byte) flags)
                .put((byte) extension)
                .putShort((short) aux16)
                .putInt(stream())
                .putInt((int) aux32)
                .put(body)
                .array();
    }

    static long number(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    @Override
    public String toString() {
        return "type 0x%02x aux16 %d stream %d/%d aux32 %d length %d"
                .formatted(type, aux16, generation, slot, aux32, length);
    }
}
