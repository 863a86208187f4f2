package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a codec's writer does, byte by byte, and where it stops. */
abstract class WritingRows extends CodecRows {
    WritingRows(CodecProvider codec) {
        super(codec);
    }

    static List<WireCase> cases() {
        return WireCase.all();
    }

    /** A body whose length was guessed too long needs more room than it takes in the end. */
    static List<WireCase> casesWithoutTooLongAGuess() {
        return cases().stream().filter(c -> !c.name().contains("too-long")).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void value_writesItsGoldenBytes(WireCase value) {
        byte[] bytes = written(value.write());
        WireCase.GOLDEN.assertBytes(value.name(), bytes.length <= 40 ? bytes : Digest.of(bytes));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void value_readsBackAndIsConsumedWhole(WireCase value) {
        read(written(value.write()), in -> {
            value.check().accept(in);
            assertThat(in.remaining()).isZero();
        });
    }

    @ParameterizedTest
    @MethodSource("casesWithoutTooLongAGuess")
    void value_fillsAFrameToItsLastByte(WireCase value) {
        byte[] golden = written(value.write());
        ByteBuf frame = frames.buffer(golden.length, golden.length);
        try {
            writer.attach(frame, 0);
            value.write().accept(writer);
            assertThat(writer.detach()).isEqualTo(golden.length);
            assertThat(ByteBufUtil.getBytes(frame, 0, golden.length)).isEqualTo(golden);
        } finally {
            frame.release();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void value_oneByteTooLong_throwsAndKeepsTheNeighboursWhole(WireCase value) {
        int length = written(value.write()).length;
        List<ByteBuf> neighbours = List.of(filledFrame(), frames.buffer(length, length), filledFrame());
        try {
            writer.attach(neighbours.get(1), 1);
            assertThatThrownBy(() -> value.write().accept(writer)).isInstanceOf(IndexOutOfBoundsException.class);
            writer.detach();
            assertFilled(neighbours.get(0));
            assertFilled(neighbours.get(2));
        } finally {
            neighbours.forEach(ByteBuf::release);
        }
    }

    @Test
    void writes_atTheEndOfAFullSlot_keepTheNeighboursWhole() {
        List<ByteBuf> all = List.of(filledFrame(), frames.buffer(256, 256), filledFrame());
        try {
            for (WireCase value : casesWithoutTooLongAGuess()) {
                int length = written(value.write()).length;
                if (length <= 256) {
                    writer.attach(all.get(1), 256 - length);
                    value.write().accept(writer);
                    writer.detach();
                }
            }
            assertFilled(all.get(0));
            assertFilled(all.get(2));
        } finally {
            all.forEach(ByteBuf::release);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200, 256, 384})
    void message_growingThroughTheSizeClasses_isWhatALargeFrameGets(int initialCapacity) {
        WireScript script = WireScript.random(Seed.of(7), 4000);
        byte[] expected = writtenTo(frames.buffer(4 << 20), script);
        assertThat(expected).hasSizeGreaterThan(100_000);
        assertThat(writtenTo(frames.buffer(initialCapacity), script)).isEqualTo(expected);
    }

    @Test
    void message_growingToAHugeFrame_isWhole() {
        byte[] block = WireCase.pattern(1 << 20);
        byte[] bytes = writtenTo(frames.buffer(16), out -> {
            for (int i = 0; i < 6; i++) {
                out.writeBytes(block, 0, block.length);
            }
        });
        assertThat(Arrays.copyOfRange(bytes, bytes.length - block.length, bytes.length))
                .isEqualTo(block);
    }

    @Test
    void randomScript_hasItsGoldenDigest() {
        WireScript script = WireScript.random(Seed.of(20261123), 1000);
        WireCase.GOLDEN.assertBytes("script-20261123", Digest.of(written(script::write)));
    }

    @Test
    void randomScripts_readBack() {
        Seed seed = Seed.fresh();
        var random = seed.random();
        for (int i = 0; i < 300; i++) {
            WireScript script = WireScript.random(random, 40);
            read(written(script::write), in -> script.check(in, seed));
        }
    }

    @Test
    void frame_keepsItsIndicesAndWhatLiesBeforeTheRegion() {
        ByteBuf frame = frames.buffer(32).writeLong(0x1122_3344_5566_7788L).setIndex(2, 5);
        writer.attach(frame, 8);
        writer.writeVarint64(-1);
        assertThat(writer.position()).isEqualTo(10);
        assertThat(writer.detach()).isEqualTo(18);
        assertThat(frame.getLong(0)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(frame.readerIndex()).isEqualTo(2);
        assertThat(frame.writerIndex()).isEqualTo(5);
        assertThat(frame.release()).isTrue();
    }

    @Test
    void truncate_dropsWhatWasWrittenBehindThePosition() {
        byte[] bytes = written(out -> {
            out.writeFixed32(1);
            int position = out.position();
            out.writeUtf8("dropped");
            out.truncate(position);
            out.writeBool(true);
        });
        assertThat(bytes).containsExactly(1, 0, 0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void truncate_outsideWhatWasWritten_throws(int position) {
        written(out -> {
            out.writeFixed32(1);
            assertThatThrownBy(() -> out.truncate(position)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(out.position()).isEqualTo(4);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, -1, 1 << 20, 8 << 3 | 1, 3 << 3 | 5, 7})
    void endMessage_ofAMarkThatIsNotOpen_throws(int mark) {
        written(out -> {
            out.writeRaw(new byte[4], 0, 4);
            assertThatThrownBy(() -> out.endMessage(mark)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(out.position()).isEqualTo(4);
        });
    }

    @Test
    void endMessage_afterItsBodyWasTruncated_throws() {
        written(out -> {
            int mark = out.beginMessage();
            out.writeFixed64(1);
            out.truncate(0);
            assertThatThrownBy(() -> out.endMessage(mark)).isInstanceOf(IndexOutOfBoundsException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ascii", "\u00e9\u4e2d\ud83d\ude00", "a\ud800", "\udc00b"})
    void text_ofAnyCharSequence_isWrittenAsAString(String text) {
        for (int padding : new int[] {0, 1022, 1023, 1024, 3000}) {
            String padded = "p".repeat(padding) + text + "q".repeat(padding);
            byte[] expected = written(out -> out.writeUtf8(padded));
            assertThat(written(out -> out.writeUtf8(new StringBuilder(padded)))).isEqualTo(expected);
            assertThat(written(out -> out.writeUtf8(CharBuffer.wrap(padded)))).isEqualTo(expected);
        }
    }

    @Test
    void writeRaw_ofAReader_copiesAnyLength() {
        byte[] source = WireCase.pattern(10_000);
        read(
                source,
                in -> assertThat(written(out -> out.writeRaw(in, 5, 9_990)))
                        .isEqualTo(Arrays.copyOfRange(source, 5, 9_995)));
    }

    @Test
    void writeRaw_pastTheReader_throws() {
        read(
                new byte[10],
                in -> written(out -> assertThatThrownBy(() -> out.writeRaw(in, 4, 7))
                        .isInstanceOf(IndexOutOfBoundsException.class)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void writeBytes_ofNegativeLength_throws(int length) {
        written(out -> assertThatThrownBy(() -> out.writeBytes(new byte[4], 0, length))
                .isInstanceOf(IndexOutOfBoundsException.class));
    }

    @Test
    void writeBytes_pastTheSource_throws() {
        written(out -> assertThatThrownBy(() -> out.writeRaw(new byte[4], 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class));
    }

    @Test
    void writer_afterDetach_throws() {
        ByteBuf frame = frames.buffer(64);
        writer.attach(frame, 0);
        writer.writeFixed64(1);
        writer.detach();
        frame.release();
        assertThatThrownBy(() -> writer.writeBool(true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.writeVarint32(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.writeUtf8("x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.writeRaw(new byte[4], 0, 4)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void attach_toAForeignBuffer_throws() {
        ByteBuf foreign = Unpooled.directBuffer(16);
        assertThatThrownBy(() -> writer.attach(foreign, 0)).isInstanceOf(IllegalArgumentException.class);
        foreign.release();
    }

    @Test
    void attach_outsideTheFrame_throws() {
        ByteBuf frame = frames.buffer(16, 64);
        assertThatThrownBy(() -> writer.attach(frame, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> writer.attach(frame, 65)).isInstanceOf(IndexOutOfBoundsException.class);
        frame.release();
    }

    private byte[] writtenTo(ByteBuf frame, WireScript script) {
        return writtenTo(frame, script::write);
    }

    private byte[] writtenTo(ByteBuf frame, Consumer<WireWriter> body) {
        try {
            writer.attach(frame, 0);
            body.accept(writer);
            return ByteBufUtil.getBytes(frame, 0, writer.detach());
        } finally {
            frame.release();
        }
    }

    private ByteBuf filledFrame() {
        ByteBuf frame = frames.buffer(256);
        for (int i = 0; i < 256; i++) {
            frame.writeByte(0xa5);
        }
        return frame;
    }

    private static void assertFilled(ByteBuf frame) {
        assertThat(frame.forEachByte(0, 256, b -> b == (byte) 0xa5)).isEqualTo(-1);
    }
}
