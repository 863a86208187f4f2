package dev.outboard.rpc.netty;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.TraceContext;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads the extension of a frame where it lies. What an entry's value says is looked at when somebody asks for it. */
final class ExtensionBlock {
    private static final int NOT_FOUND = -1;

    private ExtensionBlock() {}

    /**
     * Checks a frame's extension.
     *
     * @return its bytes; 0 where there is none
     * @throws ProtocolException where it is ill-formed
     */
    static int check(ByteBuf buffer, int header, long word0) {
        int field = FrameHeader.extension(word0);
        return field == 0 ? 0 : checkEntries(buffer, header + FrameHeader.BYTES, field, FrameHeader.length(word0));
    }

    private static int checkEntries(ByteBuf buffer, int at, int field, int length) {
        int bytes = Extension.bytes(field, length < Integer.BYTES ? 0 : buffer.getInt(at), length);
        int end = at + bytes;
        int seen = 0;
        for (int entry = at + Extension.firstEntry(bytes); entry < end; ) {
            int word = buffer.getInt(entry);
            int id = word >>> 16;
            entry += Extension.ENTRY_BYTES;
            entry += Extension.checkEntry(id, word & 0xffff, end - entry);
            if (id < Integer.SIZE) {
                if ((seen & 1 << id) != 0) {
                    throw new ProtocolException(Fault.BAD_FRAME, "extension entry " + id + ": twice (expected: once)");
                }
                seen |= 1 << id;
            }
        }
        return bytes;
    }

    /**
     * The metadata of an extension that was checked.
     *
     * @throws MalformedMessageException where it is ill-formed
     */
    static Metadata metadata(ByteBuf buffer, int at, int bytes) {
        return parse(encodedMetadata(buffer, at, bytes));
    }

    /** As {@link Metadata#parse}, for bytes that a peer sent. */
    static Metadata parse(byte[] encoded) {
        try {
            return Metadata.parse(encoded);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(0, 0, String.valueOf(e.getMessage()));
        }
    }

    /** The metadata of an extension that was checked, as it came. */
    static byte[] encodedMetadata(ByteBuf buffer, int at, int bytes) {
        int entry = find(buffer, at, bytes, Extension.METADATA);
        byte[] encoded = new byte[entry == NOT_FOUND ? 0 : buffer.getUnsignedShort(entry + Short.BYTES)];
        buffer.getBytes(Math.max(entry, 0) + Extension.ENTRY_BYTES, encoded);
        return encoded;
    }

    /** The trace context of an extension that was checked; null where there is none, or its ids are 0. */
    static @Nullable TraceContext trace(ByteBuf buffer, int at, int bytes) {
        int entry = find(buffer, at, bytes, Extension.TRACE);
        if (entry == NOT_FOUND) {
            return null;
        }
        int value = entry + Extension.ENTRY_BYTES;
        long high = buffer.getLong(value);
        long low = buffer.getLong(value + Long.BYTES);
        long parent = buffer.getLong(value + 2 * Long.BYTES);
        if ((high | low) == 0 || parent == 0) {
            return null;
        }
        return new TraceContext(high, low, parent, buffer.getInt(value + 3 * Long.BYTES) & 0xff);
    }

    /** The number of earlier attempts in an extension that was checked, 0 to 65,535; 0 where it says nothing. */
    static int attempt(ByteBuf buffer, int at, int bytes) {
        int entry = find(buffer, at, bytes, Extension.ATTEMPT);
        return entry == NOT_FOUND ? 0 : buffer.getInt(entry + Extension.ENTRY_BYTES) & 0xffff;
    }

    private static int find(ByteBuf buffer, int at, int bytes, int wanted) {
        int end = at + bytes;
        for (int entry = at + (bytes == 0 ? 0 : Extension.firstEntry(bytes)); entry < end; ) {
            int word = buffer.getInt(entry);
            if (word >>> 16 == wanted) {
                return entry;
            }
            entry += Extension.ENTRY_BYTES + ((word & 0xffff) + 3 & -4);
        }
        return NOT_FOUND;
    }
}
