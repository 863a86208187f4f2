package dev.outboard.rpc.compression;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads what {@link GzipCompressor} writes, and any other writer that adds no optional fields. */
final class GzipDecompressor implements Decompressor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** Magic, method and flags, which must be what they are; time, effort and system may be anything. */
    private static final int HEADER_0_TO_3 = 0x1f8b_0800;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private ByteBuffer compressed = NOTHING;
    private int left;
    private int messageBytes;

    @Override
    public void begin(ByteBuffer newCompressed, int newMessageBytes) {
        if (newCompressed.remaining() < Gzip.HEADER_BYTES + Gzip.TRAILER_BYTES
                || newCompressed.getInt(newCompressed.position()) != HEADER_0_TO_3) {
            throw Algorithms.malformed("gzip: no header without options (expected: RFC 1952 with flags 0)");
        }
        compressed = newCompressed;
        messageBytes = newMessageBytes;
        left = newMessageBytes;
        crc.reset();
        inflater.reset();
        newCompressed.position(newCompressed.position() + Gzip.HEADER_BYTES);
        inflater.setInput(newCompressed);
    }

    @Override
    public int room() {
        return Math.min(Algorithms.STEP_BYTES, left + 1);
    }

    @Override
    public boolean step(ByteBuffer target) {
        int start = target.position();
        try {
            while (target.hasRemaining() && !inflater.finished()) {
                if (inflater.inflate(target) == 0 && !inflater.finished()) {
                    throw Algorithms.malformed("gzip: cut off (expected: all of it)");
                }
            }
        } catch (DataFormatException e) {
            throw Algorithms.malformed("gzip: " + e.getMessage() + " (expected: RFC 1951)");
        }
        int count = target.position() - start;
        if (count > left) {
            throw Algorithms.malformed("gzip: more than " + messageBytes + " bytes (expected: as many as said)");
        }
        left -= count;
        int limit = target.limit();
        target.limit(target.position()).position(start);
        crc.update(target);
        target.limit(limit);
        if (!inflater.finished()) {
            return false;
        }
        checkEnd();
        return true;
    }

    private void checkEnd() {
        // The inflater has moved the position behind what it took.
        ByteBuffer rest = compressed;
        boolean complete = rest.remaining() == Gzip.TRAILER_BYTES && left == 0;
        if (!complete
                || Integer.reverseBytes(rest.getInt(rest.position())) != (int) crc.getValue()
                || Integer.reverseBytes(rest.getInt(rest.position() + Integer.BYTES)) != messageBytes) {
            throw Algorithms.malformed(
                    "gzip: another length or checksum (expected: of a message of " + messageBytes + " bytes)");
        }
    }

    @Override
    public void end() {
        compressed = NOTHING;
        inflater.reset(); // which forgets its input
    }

    @Override
    public void close() {
        inflater.end();
    }
}
