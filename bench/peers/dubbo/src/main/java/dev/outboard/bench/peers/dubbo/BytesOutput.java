package dev.outboard.bench.peers.dubbo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.dubbo.common.serialize.ObjectOutput;
import org.jspecify.annotations.Nullable;

/** Writes what {@link BytesInput} reads: numbers big-endian, texts and arrays with their length before them. */
final class BytesOutput implements ObjectOutput {
    private final OutputStream out;

    BytesOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void writeBool(boolean v) throws IOException {
        out.write(v ? 1 : 0);
    }

    @Override
    public void writeByte(byte v) throws IOException {
        out.write(v);
    }

    @Override
    public void writeShort(short v) throws IOException {
        out.write(v >>> 8);
        out.write(v);
    }

    @Override
    public void writeInt(int v) throws IOException {
        writeShort((short) (v >>> 16));
        writeShort((short) v);
    }

    @Override
    public void writeLong(long v) throws IOException {
        writeInt((int) (v >>> 32));
        writeInt((int) v);
    }

    @Override
    public void writeFloat(float v) throws IOException {
        writeInt(Float.floatToRawIntBits(v));
    }

    @Override
    public void writeDouble(double v) throws IOException {
        writeLong(Double.doubleToRawLongBits(v));
    }

    @Override
    public void writeUTF(String v) throws IOException {
        writeBytes(v.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void writeBytes(byte[] v) throws IOException {
        writeBytes(v, 0, v.length);
    }

    @Override
    public void writeBytes(byte[] v, int off, int len) throws IOException {
        writeInt(len);
        out.write(v, off, len);
    }

    /** An array, or null, which Dubbo's heartbeats have. */
    @Override
    public void writeObject(@Nullable Object v) throws IOException {
        if (v == null) {
            writeInt(BytesInput.NULL);
        } else {
            writeBytes((byte[]) v);
        }
    }

    @Override
    public void writeThrowable(Throwable v) throws IOException {
        writeUTF(v.toString());
    }

    @Override
    public void writeEvent(String v) throws IOException {
        writeUTF(v);
    }

    @Override
    public void writeAttachments(Map<String, Object> attachments) throws IOException {
        writeShort((short) attachments.size());
        for (Map.Entry<String, Object> attachment : attachments.entrySet()) {
            writeUTF(attachment.getKey());
            writeUTF((String) attachment.getValue());
        }
    }

    @Override
    public void flushBuffer() throws IOException {
        out.flush();
    }
}
