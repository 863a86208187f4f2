package dev.outboard.rpc.compression;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** RFC 1952: one member, without name, comment or time. */
final class GzipCompressor implements Compressor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int SLACK_BYTES = 64;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final CRC32 crc = new CRC32();
    private ByteBuffer message = NOTHING;
    private int messageBytes;
    private boolean begun;

    @Override
    public void begin(ByteBuffer newMessage) {
        message = newMessage;
        messageBytes = newMessage.remaining();
        begun = false;
        int start = newMessage.position();
        crc.reset();
        crc.update(newMessage);
        newMessage.position(start);
        deflater.reset();
        deflater.setInput(newMessage);
        deflater.finish();
    }

    @Override
    public int room() {
        int left = message.remaining();
        return Math.min(Algorithms.STEP_BYTES, left + (left >>> 8) + SLACK_BYTES);
    }

    @Override
    public boolean step(ByteBuffer target) {
        if (!begun) {
            begun = true;
            target.putLong(Gzip.HEADER_0_TO_7).putShort(Gzip.HEADER_8_TO_9);
        }
        while (!deflater.finished() && target.hasRemaining()) {
            deflater.deflate(target);
        }
        if (!deflater.finished() || target.remaining() < Gzip.TRAILER_BYTES) {
            return false;
        }
        target.putInt(Integer.reverseBytes((int) crc.getValue())).putInt(Integer.reverseBytes(messageBytes));
        return true;
    }

    @Override
    public void end() {
        message = NOTHING;
        deflater.reset(); // which forgets its input
    }

    @Override
    public void close() {
        deflater.end();
    }
}
