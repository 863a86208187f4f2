package dev.outboard.rpc.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.TraceContext;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The frames that docs/wire-format.md shows, made by this implementation and read back by it. */
class GoldenVectorTest {
    private static final byte[] NO_BODY = {};

    @Test
    void frames_areTheGoldenOnes() throws IOException {
        StringBuilder made = new StringBuilder();
        vectors().forEach((name, bytes) -> made.append(String.format("%-28s %s%n", name, hex(bytes))));
        assertThat(made.toString()).isEqualTo(golden());
    }

    @Test
    void document_showsTheGoldenFrames() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "wire-format.md"))).contains(golden());
    }

    @Test
    void frames_keepTheRules() {
        vectors().forEach((name, bytes) -> {
            if (bytes.length >= FrameHeader.BYTES) {
                ByteBuffer frame = ByteBuffer.wrap(bytes);
                long word0 = frame.getLong();
                assertThat(FrameRules.check(word0, frame.getLong(), 64 << 10))
                        .as(name)
                        .isTrue();
                assertThat(FrameHeader.length(word0)).as(name).isEqualTo(frame.remaining());
            }
        });
    }

    private static Map<String, byte[]> vectors() {
        Map<String, byte[]> vectors = new LinkedHashMap<>();
        vectors.put("preface", ByteBuffer.allocate(8).putLong(Preface.VALUE).array());
        vectors.put(
                "HELLO",
                frame(
                        FrameType.HELLO,
                        0,
                        0,
                        0,
                        Hello.own(64 << 10, new Windows(256 << 10, 1 << 20)).encode()));
        vectors.put(
                "HELLO_ACK",
                frame(
                        FrameType.HELLO_ACK,
                        0,
                        0,
                        0,
                        new HelloAck(1, 0, 64 << 10, 256, 1024, new Windows(256 << 10, 1 << 20)).encode()));
        vectors.put(
                "METHOD_DEF 1 unary a.B/C",
                frame(FrameType.METHOD_DEF, 1, 0, 0, MethodDef.encode(Method.unary("a.B/C"))));
        vectors.put(
                "REQUEST slot 1, 1 s", frame(FrameType.REQUEST, 1, FrameHeader.stream(1, 0), 10_000, ascii("request")));
        vectors.put("REQUEST with all beside it", extended());
        vectors.put("REQUEST, compressed (LZ4)", compressed());
        vectors.put(
                "RESPONSE OK, generation 2",
                frame(FrameType.RESPONSE, StatusWord.OK, FrameHeader.stream(1, 2), 0, ascii("reply")));
        vectors.put(
                "RESPONSE exhausted, unprocessed",
                frame(
                        FrameType.RESPONSE,
                        StatusWord.of(StatusCode.RESOURCE_EXHAUSTED, true),
                        FrameHeader.stream(1, 0),
                        0,
                        new byte[] {0x0a, 4, 'f', 'u', 'l', 'l'}));
        vectors.put("DATA slot 1", frame(FrameType.DATA, 0, FrameHeader.stream(1, 0), 0, ascii("data")));
        vectors.put(
                "PART, the last of a DATA",
                frame(FrameType.PART, FrameType.DATA, FrameHeader.stream(1, 0), 0, ascii("rest")));
        vectors.put("DATA, the end", frame(FrameType.DATA, FrameRules.END, FrameHeader.stream(1, 0), 0, NO_BODY));
        vectors.put(
                "CANCEL slot 1",
                frame(FrameType.CANCEL, StatusCode.CANCELLED.number(), FrameHeader.stream(1, 0), 0, ascii("late")));
        vectors.put("CREDIT 1 MiB", frame(FrameType.CREDIT, 0, FrameHeader.stream(1, 0), 0, credit(1 << 20)));
        vectors.put("NOTIFY 1", frame(FrameType.NOTIFY, 1, 0, 0, ascii("push")));
        vectors.put("PING", frame(FrameType.PING, 0, 0, 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        vectors.put("CONNECTION_CREDIT 4 GiB", frame(FrameType.CONNECTION_CREDIT, 0, 0, 0, credit(1L << 32)));
        vectors.put("GOAWAY DRAIN", frame(FrameType.GOAWAY, GoAwayCode.DRAIN.ordinal(), 0, 0, NO_BODY));
        return vectors;
    }

    /** A message of 4 bytes in a block that is not compressed, as LZ4 has them. */
    private static byte[] compressed() {
        byte[] body = HexFormat.of().parseHex("020000000404224d18604082040000806461746100000000");
        return ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putLong(FrameHeader.word0(body.length, FrameType.REQUEST, 1, FrameRules.COMPRESSED, 0))
                .putLong(FrameHeader.word1(FrameHeader.stream(1, 0), 0))
                .put(body)
                .array();
    }

    private static byte[] frame(int type, int aux16, int stream, int aux32, byte[] body) {
        return ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putLong(FrameHeader.word0(body.length, type, aux16))
                .putLong(FrameHeader.word1(stream, aux32))
                .put(body)
                .array();
    }

    /** Metadata a: hi, a trace, the second attempt, and the server's times asked for. */
    private static byte[] extended() {
        byte[] extension = encoded(CallOptions.timeoutNanos(0)
                .withMetadata(Metadata.of("a", "hi"))
                .withTrace(new TraceContext(1, 2, 3, 1))
                .withAttempt(1));
        return ByteBuffer.allocate(FrameHeader.BYTES + extension.length + 7)
                .putLong(FrameHeader.word0(
                        extension.length + 7,
                        FrameType.REQUEST,
                        1,
                        FrameRules.TIMES,
                        Extension.lengthField(extension.length)))
                .putLong(FrameHeader.word1(FrameHeader.stream(1, 0), 10_000))
                .put(extension)
                .put(ascii("request"))
                .array();
    }

    private static byte[] encoded(CallOptions options) {
        CodecProvider codec = Codecs.load("safe");
        FrameAllocator allocator = codec.newAllocator(MemoryLedger.unbounded());
        ByteBuf frame = allocator.directBuffer(256);
        FrameWriter writer = codec.newWriter();
        writer.attach(frame, 0);
        Extension.write(writer, options);
        byte[] bytes = new byte[writer.detach()];
        frame.getBytes(0, bytes);
        frame.release();
        allocator.close();
        assertThat(bytes).hasSize(Extension.bytes(options));
        return bytes;
    }

    private static byte[] credit(long limit) {
        return ByteBuffer.allocate(FrameRules.CREDIT_BYTES).putLong(limit).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] bytes) {
        HexFormat format = HexFormat.of();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            text.append(i % 8 == 0 && i > 0 ? " " : "").append(format.toHexDigits(bytes[i]));
        }
        return text.toString();
    }

    private static String golden() throws IOException {
        try (InputStream in = GoldenVectorTest.class.getResourceAsStream("/golden/frames.txt")) {
            return new String(Objects.requireNonNull(in, "golden/frames.txt").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
