package dev.outboard.rpc.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Messages that are compressed, read in one piece; written by other implementations. */
public final class ModelCompression {
    static final int INVALID_ARGUMENT = 3;
    static final int RESOURCE_EXHAUSTED = 8;

    private static final LZ4SafeDecompressor BLOCKS = LZ4Factory.safeInstance().safeDecompressor();

    private ModelCompression() {}

    /** Why a message cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        final int status;

        Unreadable(int status) {
            this.status = status;
        }
    }

    /** The message in a body. */
    static byte[] read(byte[] body, int longest) throws Unreadable {
        if (body.length < 5) {
            throw new Unreadable(INVALID_ARGUMENT);
        }
        long length = ModelFrame.number(body, 1, 4);
        if (length > longest) {
            throw new Unreadable(RESOURCE_EXHAUSTED);
        }
        ByteBuffer in = ByteBuffer.wrap(body, 5, body.length - 5).slice().order(ByteOrder.LITTLE_ENDIAN);
        byte[] message = new byte[(int) length];
        try {
            boolean read = switch (body[0]) {
                case 1 -> gunzip(in, message);
                case 2 -> unlz4(in, message);
                default -> false;
            };
            if (read) {
                return message;
            }
        } catch (DataFormatException | LZ4Exception | IndexOutOfBoundsException e) {
            throw new Unreadable(INVALID_ARGUMENT);
        }
        throw new Unreadable(INVALID_ARGUMENT);
    }

    private static boolean gunzip(ByteBuffer in, byte[] message) throws DataFormatException {
        if (in.remaining() < 18 || in.getInt(0) != 0x00088b1f) {
            return false;
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(in.array(), in.arrayOffset() + 10, in.remaining() - 10);
            byte[] out = new byte[message.length + 1];
            int count = 0;
            while (count < out.length && !inflater.finished()) {
                int more = inflater.inflate(out, count, out.length - count);
                if (more == 0 && !inflater.finished()) {
                    return false;
                }
                count += more;
            }
            int trailer = in.remaining() - inflater.getRemaining();
            CRC32 crc = new CRC32();
            crc.update(out, 0, message.length);
            System.arraycopy(out, 0, message, 0, message.length);
            return count == message.length
                    && inflater.finished()
                    && inflater.getRemaining() == 8
                    && in.getInt(trailer) == (int) crc.getValue()
                    && in.getInt(trailer + 4) == message.length;
        } finally {
            inflater.end();
        }
    }

    private static boolean unlz4(ByteBuffer in, byte[] message) {
        if (in.remaining() < 11 || in.getInt() != 0x184d2204 || in.getShort() != 0x4060 || in.get() != (byte) 0x82) {
            return false;
        }
        int at = 0;
        while (true) {
            int word = in.getInt(in.position());
            in.position(in.position() + 4);
            if (word == 0) {
                return at == message.length && !in.hasRemaining();
            }
            int length = word & 0x7fff_ffff;
            int most = Math.min(message.length - at, 64 << 10);
            if (length == 0 || length > in.remaining() || most == 0 || word < 0 && length > most) {
                return false;
            }
            int count = length;
            if (word < 0) {
                in.get(in.position(), message, at, length);
            } else {
                count = BLOCKS.decompress(in.array(), in.arrayOffset() + in.position(), length, message, at, most);
            }
            if (count == 0) {
                return false;
            }
            at += count;
            in.position(in.position() + length);
        }
    }

    /** A body, by algorithm 1 or 2, that says {@code length}. */
    public static byte[] write(int algorithm, byte[] message, int length) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                ByteBuffer.allocate(5).put((byte) algorithm).putInt(length).array());
        try (OutputStream out = algorithm == 1
                ? new GZIPOutputStream(body)
                : new LZ4FrameOutputStream(body, BLOCKSIZE.SIZE_64KB, FLG.Bits.BLOCK_INDEPENDENCE)) {
            out.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }
}
