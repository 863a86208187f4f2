package dev.outboard.rpc.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.rpc.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each algorithm by itself, against other implementations of its format and against bytes that are not of it. */
final class AlgorithmsTest {
    private static final int[] LENGTHS = {0, 1, 2, 100, 65_535, 65_536, 65_537, 200_000, 1 << 20};

    @Test
    void available_areAllOfThem() {
        assertThat(Algorithms.available()).isEqualTo(0b11);
        assertThat(Algorithms.checked(Compression.LZ4)).isEqualTo(Compression.LZ4);
        assertThat(Algorithms.bit(Compression.NONE)).isZero();
        assertThatThrownBy(() -> Algorithms.of(0))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("compression: 0 (expected: one that was offered)");
        assertThatThrownBy(() -> Algorithms.newCompressor(Compression.NONE)).hasMessageContaining("NONE");
        assertThatThrownBy(() -> Algorithms.newDecompressor(Compression.NONE)).hasMessageContaining("NONE");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "LZ4"})
    void messages_comeBackAsTheyWere(Compression algorithm) {
        try (Compressor compressor = Algorithms.newCompressor(algorithm);
                Decompressor decompressor = Algorithms.newDecompressor(algorithm)) {
            for (int length : LENGTHS) {
                for (byte[] message : List.of(text(length), noise(length), new byte[length])) {
                    for (int slack : new int[] {0, 1, 1000, 4 << 20}) {
                        byte[] compressed = compress(compressor, message, slack);
                        assertThat(decompress(decompressor, compressed, message.length, slack))
                                .isEqualTo(message);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "LZ4"})
    void text_getsShorter_andNoiseHardlyLonger(Compression algorithm) {
        try (Compressor compressor = Algorithms.newCompressor(algorithm)) {
            assertThat(compress(compressor, text(100_000), 0)).hasSizeLessThan(70_000);
            assertThat(compress(compressor, noise(100_000), 0)).hasSizeLessThan(100_100);
        }
    }

    @Test
    void gzip_isReadByOthers_andReadsTheirs() throws IOException {
        try (Compressor compressor = Algorithms.newCompressor(Compression.GZIP);
                Decompressor decompressor = Algorithms.newDecompressor(Compression.GZIP)) {
            for (int length : LENGTHS) {
                byte[] ours = compress(compressor, text(length), 0);
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(ours))) {
                    assertThat(in.readAllBytes()).isEqualTo(text(length));
                }
                ByteArrayOutputStream theirs = new ByteArrayOutputStream();
                try (OutputStream out = new GZIPOutputStream(theirs)) {
                    out.write(text(length));
                }
                assertThat(decompress(decompressor, theirs.toByteArray(), length, 0))
                        .isEqualTo(text(length));
            }
        }
    }

    @Test
    void lz4_isReadByOthers_andReadsTheirs() throws IOException {
        try (Compressor compressor = Algorithms.newCompressor(Compression.LZ4);
                Decompressor decompressor = Algorithms.newDecompressor(Compression.LZ4)) {
            for (int length : LENGTHS) {
                byte[] ours = compress(compressor, text(length), 0);
                try (InputStream in = new LZ4FrameInputStream(new ByteArrayInputStream(ours))) {
                    assertThat(in.readAllBytes()).isEqualTo(text(length));
                }
                ByteArrayOutputStream theirs = new ByteArrayOutputStream();
                try (OutputStream out =
                        new LZ4FrameOutputStream(theirs, BLOCKSIZE.SIZE_64KB, FLG.Bits.BLOCK_INDEPENDENCE)) {
                    out.write(text(length));
                }
                assertThat(decompress(decompressor, theirs.toByteArray(), length, 0))
                        .isEqualTo(text(length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "LZ4"})
    void cutOff_orLonger_isMalformed(Compression algorithm) {
        try (Compressor compressor = Algorithms.newCompressor(algorithm);
                Decompressor decompressor = Algorithms.newDecompressor(algorithm)) {
            byte[] message = text(2000);
            byte[] compressed = compress(compressor, message, 0);
            for (int length = 0; length < compressed.length; length++) {
                byte[] cut = Arrays.copyOf(compressed, length);
                assertMalformed(() -> decompress(decompressor, cut, 2000, 0));
            }
            assertMalformed(() -> decompress(decompressor, Arrays.copyOf(compressed, compressed.length + 1), 2000, 0));
            assertMalformed(() -> decompress(decompressor, compressed, 1999, 0));
            assertMalformed(() -> decompress(decompressor, compressed, 2001, 0));
            assertMalformed(() -> decompress(decompressor, compressed, 0, 0));
            assertThat(decompress(decompressor, compressed, 2000, 0)).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "LZ4"})
    void anyOtherBit_isMalformed_orNeverMoreThanSaid(Compression algorithm) {
        try (Compressor compressor = Algorithms.newCompressor(algorithm);
                Decompressor decompressor = Algorithms.newDecompressor(algorithm)) {
            byte[] message = text(500);
            byte[] compressed = compress(compressor, message, 0);
            int malformed = 0;
            for (int bit = 0; bit < 8 * compressed.length; bit++) {
                byte[] other = compressed.clone();
                other[bit / 8] ^= (byte) (1 << bit % 8);
                try {
                    assertThat(decompress(decompressor, other, 500, 0)).hasSize(500);
                } catch (MalformedMessageException e) {
                    malformed++;
                }
            }
            // gzip has a checksum, but not of its time, effort, system and padding; an LZ4 frame as it is used here has
            // none.
            int free = algorithm == Compression.GZIP ? 6 * 8 + 7 : 6 * compressed.length;
            assertThat(malformed).isGreaterThanOrEqualTo(8 * compressed.length - free);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "LZ4"})
    void noise_isMalformed(Compression algorithm) {
        byte[] start;
        try (Compressor compressor = Algorithms.newCompressor(algorithm)) {
            start = Arrays.copyOf(compress(compressor, text(1), 0), algorithm == Compression.GZIP ? 10 : 7);
        }
        Random random = new Random(7);
        try (Decompressor decompressor = Algorithms.newDecompressor(algorithm)) {
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                System.arraycopy(start, 0, bytes, 0, Math.min(bytes.length, start.length));
                assertMalformed(() -> decompress(decompressor, bytes, 1 << 30, 0));
            }
        }
    }

    private static void assertMalformed(Runnable reading) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("(expected: ");
    }

    /** @param slack what there is of room beyond what is asked for */
    private static byte[] compress(Compressor compressor, byte[] message, int slack) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        compressor.begin(direct(message));
        boolean done = false;
        while (!done) {
            ByteBuffer target = ByteBuffer.allocateDirect(compressor.room() + slack);
            done = compressor.step(target);
            append(all, target);
        }
        compressor.end();
        return all.toByteArray();
    }

    private static byte[] decompress(Decompressor decompressor, byte[] compressed, int length, int slack) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            decompressor.begin(direct(compressed), length);
            boolean done = false;
            while (!done) {
                int room = decompressor.room();
                assertThat(room).isLessThanOrEqualTo(length - all.size() + 1);
                ByteBuffer target = ByteBuffer.allocateDirect(Math.min(room + slack, length - all.size() + 1));
                done = decompressor.step(target);
                append(all, target);
            }
        } finally {
            decompressor.end();
        }
        assertThat(all.size()).isEqualTo(length);
        return all.toByteArray();
    }

    /** Somewhere in a larger buffer, as a frame lies in its slab. */
    private static ByteBuffer direct(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 20);
        return buffer.put(10, bytes).position(10).limit(10 + bytes.length);
    }

    private static void append(ByteArrayOutputStream all, ByteBuffer target) {
        byte[] written = new byte[target.position()];
        target.get(0, written);
        all.writeBytes(written);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Letters, few of them often. */
    private static byte[] text(int length) {
        byte[] bytes = noise(length);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + Integer.numberOfTrailingZeros(bytes[i] | 0x80));
        }
        return bytes;
    }
}
