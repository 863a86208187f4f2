package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The writes that take a tag, a value, and room once: they give what a tag and a value give one after the other, wherever in
 * the frame they come. Numbers of 1, 2, 3 and 5 bytes of tag; values of every size.
 */
abstract class FieldRows extends CodecRows {
    private static final List<Integer> NUMBERS = List.of(1, 15, 16, 2047, 2048, 0x1fff_ffff);

    FieldRows(CodecProvider codec) {
        super(codec);
    }

    /** One field: with its tag, and as two writes. */
    record Row(String name, Consumer<WireWriter> together, Consumer<WireWriter> apart) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> fields() {
        return NUMBERS.stream().flatMap(FieldRows::fields).toList();
    }

    private static Stream<Row> fields(int number) {
        int varint = Wire.tag(number, Wire.VARINT);
        LongStream edges = LongStream.rangeClosed(0, 9).flatMap(i -> LongStream.of((1L << 7 * i) - 1, 1L << 7 * i));
        Stream<Row> wide = LongStream.concat(edges, LongStream.of(-1, Long.MIN_VALUE, Long.MAX_VALUE))
                .boxed()
                .flatMap(v -> Stream.of(
                        row("varint64", varint, v, out -> out.writeVarint64(varint, v), out -> out.writeVarint64(v)),
                        row("sint64", varint, v, out -> out.writeZigZag64(varint, v), out -> out.writeZigZag64(v))));
        Stream<Row> narrow = Stream.of(0, 1, 127, 128, -128, 1 << 21, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .flatMap(v -> Stream.of(
                        row("varint32", varint, v, out -> out.writeVarint32(varint, v), out -> out.writeVarint32(v)),
                        row("int32", varint, v, out -> out.writeInt32(varint, v), out -> out.writeInt32(v)),
                        row("sint32", varint, v, out -> out.writeZigZag32(varint, v), out -> out.writeZigZag32(v))));
        return Stream.of(wide, narrow, fixed(number), texts(number), packed(number))
                .flatMap(rows -> rows);
    }

    private static Stream<Row> fixed(int number) {
        int varint = Wire.tag(number, Wire.VARINT);
        int four = Wire.tag(number, Wire.FIXED32);
        int eight = Wire.tag(number, Wire.FIXED64);
        return Stream.of(
                row("bool", varint, 1, out -> out.writeBool(varint, true), out -> out.writeBool(true)),
                row("bool", varint, 0, out -> out.writeBool(varint, false), out -> out.writeBool(false)),
                row("fixed32", four, -2, out -> out.writeFixed32(four, -2), out -> out.writeFixed32(-2)),
                row("fixed64", eight, -3, out -> out.writeFixed64(eight, -3), out -> out.writeFixed64(-3)),
                row("float", four, 1.5, out -> out.writeFloat(four, 1.5f), out -> out.writeFloat(1.5f)),
                row("double", eight, 0.1, out -> out.writeDouble(eight, 0.1), out -> out.writeDouble(0.1)));
    }

    private static Stream<Row> texts(int number) {
        int tag = Wire.tag(number, Wire.LENGTH_DELIMITED);
        return Stream.of("", "a", "1234567", "12345678", "caf\u00e9", "\u4e2d", "x".repeat(127), "x".repeat(128))
                .flatMap(text -> Stream.of(
                        row("string", tag, text, out -> out.writeUtf8(tag, text), out -> out.writeUtf8(text)),
                        row(
                                "chars",
                                tag,
                                text,
                                out -> out.writeUtf8(tag, new StringBuilder(text)),
                                out -> out.writeUtf8(text))));
    }

    private static Stream<Row> packed(int number) {
        int tag = Wire.tag(number, Wire.LENGTH_DELIMITED);
        return Stream.of(1, 3, 63, 64, 200).flatMap(count -> {
            int[] narrow = new int[count + 2];
            long[] wide = new long[count + 2];
            Arrays.setAll(narrow, i -> i << (i % 25));
            Arrays.setAll(wide, i -> -1L >>> (i % 64));
            return Stream.of(
                    row("packed32", tag, count, out -> out.writePackedVarint32(tag, narrow, 1, count), out -> {
                        int mark = out.beginMessage(count);
                        Arrays.stream(narrow, 1, count + 1).forEach(out::writeVarint32);
                        out.endMessage(mark);
                    }),
                    row("packed64", tag, count, out -> out.writePackedVarint64(tag, wide, 1, count), out -> {
                        int mark = out.beginMessage(count);
                        Arrays.stream(wide, 1, count + 1).forEach(out::writeVarint64);
                        out.endMessage(mark);
                    }));
        });
    }

    private static Row row(
            String name, int tag, Object value, Consumer<WireWriter> together, Consumer<WireWriter> apart) {
        String words = name + " " + Wire.fieldNumber(tag) + ": " + value;
        return new Row(words.substring(0, Math.min(words.length(), 40)), together, out -> {
            out.writeTag(tag);
            apart.accept(out);
        });
    }

    @ParameterizedTest
    @MethodSource("fields")
    void field_isATagAndAValue(Row field) {
        byte[] expected = written(field.apart());
        assertThat(written(field.together())).isEqualTo(expected);
        read(expected, in -> assertPassed(in, expected.length));
    }

    /** Every reader of fields passes over what was written, in both ways there are. */
    private static void assertPassed(WireReader in, int length) {
        int tag = in.readTag();
        in.skipField(tag);
        assertThat(in.position()).isEqualTo(length);
        if ((tag & 7) == Wire.VARINT) {
            in.position(0);
            assertThat(in.readTag()).isEqualTo(tag);
            in.skipVarint();
            assertThat(in.position()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void field_anywhereBeforeAFramesEnd_isTheSame(Row field) {
        byte[] expected = written(field.apart());
        for (int room = 0; room < 24; room++) {
            ByteBuf frame = frames.buffer(expected.length + room, expected.length + room);
            try {
                writer.attach(frame, 0);
                field.together().accept(writer);
                assertThat(writer.detach()).as("room " + room).isEqualTo(expected.length);
                assertThat(ByteBufUtil.getBytes(frame, 0, expected.length)).isEqualTo(expected);
            } finally {
                frame.release();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void field_oneByteTooLong_throws(Row field) {
        int length = written(field.apart()).length - 1;
        ByteBuf frame = frames.buffer(length, length);
        try {
            writer.attach(frame, 0);
            assertThatThrownBy(() -> field.together().accept(writer)).isInstanceOf(FrameOverflowException.class);
            writer.detach();
        } finally {
            frame.release();
        }
    }
}
