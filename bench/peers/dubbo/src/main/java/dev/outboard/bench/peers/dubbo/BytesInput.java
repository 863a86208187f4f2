package dev.outboard.bench.peers.dubbo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.dubbo.common.serialize.ObjectInput;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BytesOutput} wrote. */
final class BytesInput implements ObjectInput {
    /** The length of what is not there. */
    static final int NULL = -1;

    private final InputStream in;

    BytesInput(InputStream in) {
        this.in = in;
    }

    @Override
    public boolean readBool() throws IOException {
        return readByte() != 0;
    }

    @Override
    public byte readByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("message: at its end (expected: another byte)");
        }
        return (byte) b;
    }

    @Override
    public short readShort() throws IOException {
        return (short) (readByte() << 8 | readByte() & 0xff);
    }

    @Override
    public int readInt() throws IOException {
        return readShort() << 16 | readShort() & 0xffff;
    }

    @Override
    public long readLong() throws IOException {
        return (long) readInt() << 32 | readInt() & 0xffff_ffffL;
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public String readUTF() throws IOException {
        return new String(content(readInt()), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] readBytes() throws IOException {
        return content(readInt());
    }

    @Override
    public @Nullable Object readObject() throws IOException {
        int length = readInt();
        return length == NULL ? null : content(length);
    }

    @Override
    public <T> @Nullable T readObject(Class<T> type) throws IOException {
        return type.cast(readObject());
    }

    @Override
    public <T> @Nullable T readObject(Class<T> type, Type generic) throws IOException {
        return readObject(type);
    }

    @Override
    public Throwable readThrowable() throws IOException {
        return new IOException(readUTF());
    }

    @Override
    public Map<String, Object> readAttachments() throws IOException {
        int count = readShort();
        Map<String, Object> attachments = new HashMap<>();
        for (int i = 0; i < count; i++) {
            attachments.put(readUTF(), readUTF());
        }
        return attachments;
    }

    private byte[] content(int length) throws IOException {
        byte[] content = new byte[length];
        int read = in.readNBytes(content, 0, length);
        if (read != length) {
            throw new EOFException("message: " + read + " bytes (expected: " + length + ")");
        }
        return content;
    }
}
