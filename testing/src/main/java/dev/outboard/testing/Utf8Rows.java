package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UTF-8 validation against the JDK's own decoder: Unicode's table 3-7 at every edge, wherever it falls. */
abstract class Utf8Rows extends CodecRows {
    /** Where table 3-7's ranges of second to fourth bytes begin and end, with a neighbour on each side. */
    private static final int[] EDGES = {
        0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xaf, 0xbe, 0xbf, 0xc0, 0xc2, 0xe0, 0xff
    };

    private final CharsetDecoder jdk = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer chars = CharBuffer.allocate(64);

    Utf8Rows(CodecProvider codec) {
        super(codec);
    }

    @Test
    void twoBytes_all_areJudgedAsTheJdkDoes() {
        byte[] text = new byte[2];
        judging(text, check -> {
            for (int i = 0; i < 1 << 16; i++) {
                text[0] = (byte) (i >> 8);
                text[1] = (byte) i;
                check.run();
            }
        });
    }

    @Test
    void threeBytes_ofEveryLeadAndEdge_areJudgedAsTheJdkDoes() {
        byte[] text = new byte[3];
        judging(text, check -> {
            for (int lead = 0; lead < 256; lead++) {
                text[0] = (byte) lead;
                for (int second : EDGES) {
                    text[1] = (byte) second;
                    for (int third : EDGES) {
                        text[2] = (byte) third;
                        check.run();
                    }
                }
            }
        });
    }

    @Test
    void fourBytes_ofEveryLeadAndEdge_areJudgedAsTheJdkDoes() {
        byte[] text = new byte[4];
        judging(text, check -> {
            for (int lead = 0x70; lead < 256; lead++) {
                text[0] = (byte) lead;
                for (int i = 0; i < EDGES.length * EDGES.length * EDGES.length; i++) {
                    text[1] = (byte) EDGES[i % EDGES.length];
                    text[2] = (byte) EDGES[i / EDGES.length % EDGES.length];
                    text[3] = (byte) EDGES[i / EDGES.length / EDGES.length];
                    check.run();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 7, 8, 9, 15, 16, 17})
    void sequence_behindAnyCountOfAsciiBytes_isJudgedAsTheJdkDoes(int ascii) {
        byte[] text = new byte[ascii + 4 + 9];
        judging(text, check -> {
            for (int i = 0; i < EDGES.length * EDGES.length * EDGES.length * EDGES.length; i++) {
                Arrays.fill(text, (byte) 'a');
                text[ascii] = (byte) (0xff - EDGES[i % EDGES.length] / 2);
                text[ascii + 1] = (byte) EDGES[i / EDGES.length % EDGES.length];
                text[ascii + 2] = (byte) EDGES[i / EDGES.length / EDGES.length % EDGES.length];
                text[ascii + 3] = (byte) EDGES[i / EDGES.length / EDGES.length / EDGES.length];
                check.run();
            }
        });
    }

    @Test
    void everyCodePoint_isAccepted() {
        int[] points = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .toArray();
        String text = new String(points, 0, points.length);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        read(bytes, in -> {
            in.checkUtf8(0, bytes.length);
            assertThat(in.utf8At(0, bytes.length)).isEqualTo(text);
        });
    }

    @Test
    void sequence_cutOffByTheStringsEnd_isRefusedThoughTheMessageGoesOn() {
        byte[] text = "aaaaaaa\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        read(text, in -> {
            for (int cut = 8; cut < text.length; cut++) {
                assertThat(firstBad(in, 0, cut)).isEqualTo(7);
            }
            assertThat(firstBad(in, 0, text.length)).isEqualTo(-1);
        });
    }

    /** Puts {@code text} into a frame again and again, as {@code edits} changes it, and compares the two judgements. */
    private void judging(byte[] text, Consumer<Runnable> edits) {
        ByteBuf frame = frames.buffer(text.length + 5);
        try {
            edits.accept(() -> {
                frame.setBytes(5, text);
                reader.attach(frame, 5, text.length);
                int expected = firstBadByJdk(text);
                int found = firstBad(reader, 0, text.length);
                if (found != expected) {
                    assertThat(found).as("%s", HexFormat.of().formatHex(text)).isEqualTo(expected);
                }
                reader.detach();
            });
        } finally {
            frame.release();
        }
    }

    private static int firstBad(WireReader in, int offset, int length) {
        try {
            in.checkUtf8(offset, length);
            return -1;
        } catch (MalformedMessageException refusal) {
            return refusal.offset();
        }
    }

    private int firstBadByJdk(byte[] text) {
        ByteBuffer in = ByteBuffer.wrap(text);
        chars.clear();
        jdk.reset();
        CoderResult result = jdk.decode(in, chars, true);
        return result.isError() ? in.position() : -1;
    }
}
