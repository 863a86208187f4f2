package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One value, how it is written and how it is read back. Its bytes are in {@code wire.golden}, made by an implementation of the
 * encoding that shares nothing with the codecs.
 */
record WireCase(String name, Consumer<WireWriter> write, Consumer<WireReader> check) {
    static final Golden GOLDEN = Golden.of(WireCase.class, "wire.golden");

    static List<WireCase> all() {
        return Stream.of(varints(), zigZags(), fixed(), strings(), bytesAndMessages())
                .flatMap(cases -> cases)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Stream<WireCase> varints() {
        // Both edges of each size: 7, 14, … 63 bits.
        LongStream edges = LongStream.rangeClosed(1, 9).flatMap(i -> LongStream.of((1L << 7 * i) - 1, 1L << 7 * i));
        Stream<WireCase> wide = LongStream.concat(LongStream.of(0, 1, 150, -1, Long.MIN_VALUE), edges)
                .distinct()
                .mapToObj(WireCase::varint64);
        Stream<WireCase> narrow = Stream.of(0, 1, 127, 128, 16_383, 16_384, (1 << 21) - 1, 1 << 21, (1 << 28) - 1)
                .flatMap(v -> Stream.of(varint32(v), varint32(~v)));
        Stream<WireCase> rest = Stream.of(int32(0), int32(Integer.MAX_VALUE), int32(-1), int32(Integer.MIN_VALUE));
        Stream<WireCase> others = Stream.of(
                bool(true),
                bool(false),
                new WireCase("tag-1", out -> out.writeTag(1 << 3), in -> eq(in.readTag(), 8)),
                new WireCase("tag-largest", out -> out.writeTag(0x1fff_ffff << 3 | 5), in -> eq(in.readTag(), -3)));
        return Stream.of(wide, narrow, rest, others).flatMap(cases -> cases);
    }

    private static Stream<WireCase> zigZags() {
        Stream<WireCase> narrow = Stream.of(0, -1, 1, -2, 2, -64, 64, -65, Integer.MAX_VALUE, Integer.MIN_VALUE)
                .map(v -> new WireCase("sint32-" + v, out -> out.writeZigZag32(v), in -> eq(in.readZigZag32(), v)));
        Stream<WireCase> wide = Stream.of(0L, -1L, 1L, -64L, 64L, 1L << 40, -1L << 40, Long.MAX_VALUE, Long.MIN_VALUE)
                .map(v -> new WireCase("sint64-" + v, out -> out.writeZigZag64(v), in -> eq(in.readZigZag64(), v)));
        return Stream.concat(narrow, wide);
    }

    private static Stream<WireCase> fixed() {
        int oddNan = 0x7fe0_1234;
        long oddNan64 = 0x7ffc_0000_1234_5678L;
        return Stream.of(
                new WireCase("fixed32", out -> out.writeFixed32(0x89ab_cdef), in -> eq(in.readFixed32(), 0x89ab_cdef)),
                new WireCase(
                        "fixed64",
                        out -> out.writeFixed64(0x0123_4567_89ab_cdefL),
                        in -> eq(in.readFixed64(), 0x0123_4567_89ab_cdefL)),
                new WireCase(
                        "float",
                        out -> out.writeFloat(-1.5f),
                        in -> assertThat(in.readFloat()).isEqualTo(-1.5f)),
                new WireCase(
                        "double",
                        out -> out.writeDouble(0.1),
                        in -> assertThat(in.readDouble()).isEqualTo(0.1)),
                new WireCase("double-minus-0", out -> out.writeDouble(-0.0), in -> eq(in.readFixed64(), 1L << 63)),
                new WireCase(
                        "float-nan-bits",
                        out -> out.writeFloat(Float.intBitsToFloat(oddNan)),
                        in -> eq(in.readFixed32(), oddNan)),
                new WireCase(
                        "double-nan-bits",
                        out -> out.writeDouble(Double.longBitsToDouble(oddNan64)),
                        in -> eq(in.readFixed64(), oddNan64)));
    }

    private static Stream<WireCase> strings() {
        return Stream.of(
                string("empty", ""),
                string("ascii", "Hello, outboard!"),
                string("nul-and-del", "\u0000\u007f"),
                string("two-byte", "\u0080\u00e9\u07ff"),
                string("three-byte", "\u0800\u4e2d\u6587\ud7ff\ue000\uffff"),
                string("four-byte", "\ud800\udc00\ud83d\ude00\udbff\udfff"),
                string("lone-high-surrogate", "a\ud800b"),
                string("lone-low-surrogate", "a\udc00b"),
                string("surrogates-swapped", "\udc00\ud800"),
                string("high-surrogate-last", "ab\ud83d"),
                string("127-chars", "x".repeat(127)),
                string("128-chars", "x".repeat(128)),
                string("43-chars-129-bytes", "\u4e2d".repeat(43)),
                string("1024-chars", "y".repeat(1024)),
                string("1025-chars", "y".repeat(1025)),
                string("pair-over-piece-edge", "z".repeat(1023) + "\ud83d\ude00" + "z".repeat(1023)),
                string("lone-high-at-piece-edge", "z".repeat(1023) + "\ud83d" + "z"),
                string("lone-high-ends-piece", "z".repeat(1023) + "\ud83d"),
                string("5461-chars-16383-bytes", "\u6587".repeat(5461)),
                string("5462-chars-16386-bytes", "\u6587".repeat(5462)));
    }

    private static Stream<WireCase> bytesAndMessages() {
        return Stream.of(
                bytes(0),
                bytes(1),
                bytes(127),
                bytes(128),
                bytes(5000),
                message("guess-right-short", 0, 127),
                message("guess-right-long", 128, 128),
                message("guess-too-short", 0, 128),
                message("guess-far-too-short", 0, 16_384),
                message("guess-too-long", 128, 127),
                message("guess-far-too-long", 1 << 28, 0),
                message("guess-too-long-by-one", 1 << 14, 16_383),
                new WireCase("messages-in-messages", WireCase::writeNested, in -> skipOver(in, 301)));
    }

    /** Three levels, each of which turns out longer than guessed only because the one inside it did. */
    private static void writeNested(WireWriter out) {
        int outer = out.beginMessage();
        out.writeTag(0x0a);
        int middle = out.beginMessage();
        out.writeTag(0x12);
        int inner = out.beginMessage();
        out.writeRaw(pattern(120), 0, 120);
        out.endMessage(inner);
        out.writeRaw(pattern(6), 0, 6);
        out.endMessage(middle);
        out.writeTag(0x1a);
        int second = out.beginMessage(300);
        out.writeRaw(pattern(167), 0, 167);
        out.endMessage(second);
        out.endMessage(outer);
    }

    private static WireCase varint64(long value) {
        return new WireCase("varint64-" + value, out -> out.writeVarint64(value), in -> eq(in.readVarint64(), value));
    }

    private static WireCase varint32(int value) {
        String name = "varint32-" + Integer.toUnsignedString(value);
        return new WireCase(name, out -> out.writeVarint32(value), in -> eq(in.readVarint32(), value));
    }

    private static WireCase int32(int value) {
        return new WireCase("int32-" + value, out -> out.writeInt32(value), in -> eq(in.readVarint32(), value));
    }

    private static WireCase bool(boolean value) {
        return new WireCase(
                "bool-" + value, out -> out.writeBool(value), in -> eq(in.readBool() ? 1 : 0, value ? 1 : 0));
    }

    private static WireCase string(String name, String text) {
        String expected = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return new WireCase("string-" + name, out -> out.writeUtf8(text), in -> {
            int length = in.readLength();
            int at = in.position();
            in.checkUtf8(at, length);
            in.skip(length);
            assertThat(in.utf8At(at, length)).isEqualTo(expected);
        });
    }

    private static WireCase bytes(int length) {
        return new WireCase(
                "bytes-" + length, out -> out.writeBytes(pattern(length), 0, length), in -> body(in, length));
    }

    private static WireCase message(String name, int guess, int length) {
        Consumer<WireWriter> write = out -> {
            int mark = out.beginMessage(guess);
            out.writeRaw(pattern(length), 0, length);
            out.endMessage(mark);
        };
        return new WireCase("message-" + name, write, in -> body(in, length));
    }

    private static void body(WireReader in, int length) {
        eq(in.readLength(), length);
        byte[] found = new byte[length];
        in.bytesAt(in.position(), found, 0, length);
        in.skip(length);
        assertThat(found).isEqualTo(pattern(length));
    }

    private static void skipOver(WireReader in, int length) {
        eq(in.readLength(), length);
        in.skip(length);
    }

    /** Bytes no two neighbours of which are equal, and whose repetition no power of two hides. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251 + 1);
        }
        return bytes;
    }

    private static void eq(long actual, long expected) {
        assertThat(actual).isEqualTo(expected);
    }
}
