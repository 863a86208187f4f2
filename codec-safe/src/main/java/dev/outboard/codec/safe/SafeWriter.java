package dev.outboard.codec.safe;

import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.codec.spi.PooledFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;

/** Absolute puts into the slab's view, which the JVM checks and inlines. */
final class SafeWriter extends FrameWriter {
    private static final MappedByteBuffer NONE =
            (MappedByteBuffer) ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);

    /** Longer texts are no field that is worth a way of its own. */
    private static final int MOST_ASCII = 0x7f;

    private final byte[] ascii = new byte[MOST_ASCII];
    private MappedByteBuffer memory = NONE;

    @Override
    protected void rebase(PooledFrame target) {
        memory = target.memory();
    }

    @Override
    protected void putByte(int index, int value) {
        memory.put(index, (byte) value);
    }

    @Override
    protected void putInt(int index, int value) {
        memory.putInt(index, value);
    }

    @Override
    protected void putLong(int index, long value) {
        memory.putLong(index, value);
    }

    @Override
    protected void putBytes(int index, byte[] source, int offset, int length) {
        memory.put(index, source, offset, length);
    }

    /** The usual field, a short ASCII text with a tag of one byte, in one go. */
    @Override
    protected void putString(int tag, String text) {
        int length = text.length();
        if (length > MOST_ASCII || length + 2 > end - index || (tag & ~0x7f) != 0 || !isAscii(text)) {
            writeTag(tag);
            writeChars(text);
            return;
        }
        copyLowBytes(text, length);
        memory.put(index, (byte) tag);
        memory.put(index + 1, (byte) length);
        memory.put(index + 2, ascii, 0, length);
        index += length + 2;
    }

    private static boolean isAscii(String text) {
        int seen = 0;
        for (int i = 0; i < text.length(); i++) {
            seen |= text.charAt(i);
        }
        return seen < 0x80;
    }

    /** The one way to have a String's bytes that neither allocates nor widens them first. */
    @SuppressWarnings("deprecation") // For what it does to other characters, of which there are none.
    private void copyLowBytes(String text, int length) {
        text.getBytes(0, length, ascii, 0);
    }

    @Override
    protected void moveBytes(int from, int to, int length) {
        memory.put(to, memory, from, length);
    }
}
