package dev.outboard.codec.unsafe;

import dev.outboard.codec.Wire;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.codec.spi.PooledFrame;

/** Stores by address; {@link #ensure} has compared every index with the region's end before. */
final class UnsafeWriter extends FrameWriter {
    private static final int MOST_PREFIX = 5;

    private long memory;

    @Override
    protected void rebase(PooledFrame target) {
        memory = target.memoryBaseAddress();
    }

    @Override
    protected void putByte(int index, int value) {
        UnsafeMemory.putByte(memory + index, (byte) value);
    }

    @Override
    protected void putInt(int index, int value) {
        UnsafeMemory.putInt(memory + index, value);
    }

    @Override
    protected void putLong(int index, long value) {
        UnsafeMemory.putLong(memory + index, value);
    }

    @Override
    protected void putBytes(int index, byte[] source, int offset, int length) {
        UnsafeMemory.putBytes(memory + index, source, offset, length);
    }

    @Override
    protected void putString(String text) {
        if (!UnsafeString.READABLE) {
            writeChars(text);
            return;
        }
        byte[] value = UnsafeMemory.stringValue(text);
        if (UnsafeMemory.isLatin1(text)) {
            putLatin1(text, value);
        } else if (value.length >> 1 <= (end - index - MOST_PREFIX) / 3) {
            int mark = beginMessage((value.length >> 1) * 3);
            index = (int) (UnsafeString.encode(value, memory + index) - memory);
            endMessage(mark);
        } else {
            // No room for three bytes a character, which it may not need.
            writeChars(text);
        }
    }

    /** The usual field, a short ASCII text with a tag of one byte, in one go. */
    @Override
    protected void putString(int tag, String text) {
        int length = text.length();
        if (length >= 0x80
                || length + 2 > end - index
                || (tag & ~0x7f) != 0
                || !UnsafeString.READABLE
                || !UnsafeMemory.isLatin1(text)) {
            writeTag(tag);
            putString(text);
        } else if (UnsafeString.copyAscii(UnsafeMemory.stringValue(text), memory + index + 2)) {
            UnsafeMemory.putByte(memory + index, (byte) tag);
            UnsafeMemory.putByte(memory + index + 1, (byte) length);
            index += length + 2;
        } else {
            writeTag(tag);
            writeChars(text);
        }
    }

    /** Copies the bytes that the String holds; where one of them turns out not to be ASCII, begins anew another way. */
    private void putLatin1(String text, byte[] value) {
        int length = value.length;
        int prefix = Wire.varintSize32(length);
        ensure(prefix + length);
        if (UnsafeString.copyAscii(value, memory + index + prefix)) {
            putLength(length);
            index += length;
        } else {
            writeChars(text);
        }
    }

    @Override
    protected void moveBytes(int from, int to, int length) {
        UnsafeMemory.moveBytes(memory + from, memory + to, length);
    }
}
