package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A codec's reader over every kind of frame, within its region and within its time. */
abstract class ReadingRows extends CodecRows {
    ReadingRows(CodecProvider codec) {
        super(codec);
    }

    static List<Consumer<WireReader>> reads() {
        return List.of(
                WireReader::readTag,
                WireReader::readVarint32,
                WireReader::readVarint64,
                WireReader::readZigZag32,
                WireReader::readBool,
                WireReader::readFixed32,
                WireReader::readFixed64,
                WireReader::readLength,
                in -> in.skip(1),
                in -> in.skipField(5),
                in -> in.checkUtf8(0, 1),
                in -> in.byteAt(0),
                in -> in.fixed32At(0),
                in -> in.fixed64At(0),
                in -> in.bytesAt(0, new byte[1], 0, 1),
                in -> in.utf8At(0, 1),
                in -> in.position(1));
    }

    @ParameterizedTest
    @EnumSource
    void message_isReadFromEveryKindOfFrame(FrameKind kind) {
        Seed seed = Seed.fresh();
        WireScript script = WireScript.random(seed, 60);
        read(kind, script.byProtobuf(), in -> {
            script.check(in, seed);
            assertThat(in.readTag()).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void frame_isBorrowedOnly(FrameKind kind) {
        ByteBuf frame = kind.frame(frames, new byte[] {8, 1});
        int references = frame.refCnt();
        int readerIndex = frame.readerIndex();
        reader.attach(frame, readerIndex, 2);
        skipAll(reader);
        reader.detach();
        assertThat(frame.refCnt()).isEqualTo(references);
        assertThat(frame.readerIndex()).isEqualTo(readerIndex);
        assertThat(frame.release()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void region_isAllThatIsSeen(FrameKind kind) {
        ByteBuf frame = kind.frame(frames, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        reader.attach(frame, frame.readerIndex() + 2, 9);
        assertThat(reader.length()).isEqualTo(9);
        assertThat(reader.readFixed64()).isEqualTo(0x0a09_0807_0605_0403L);
        assertThat(reader.byteAt(8)).isEqualTo(11);
        assertThat(reader.fixed32At(5)).isEqualTo(0x0b0a_0908);
        assertThatThrownBy(() -> reader.byteAt(9)).isInstanceOf(IndexOutOfBoundsException.class);
        reader.detach();
        frame.release();
    }

    @ParameterizedTest
    @EnumSource
    void emptyMessage_hasNoFields(FrameKind kind) {
        read(kind, new byte[0], in -> assertThat(in.readTag()).isZero());
    }

    @ParameterizedTest
    @EnumSource
    void attach_outsideTheFrame_throws(FrameKind kind) {
        ByteBuf frame = kind.frame(frames, new byte[] {1, 2, 3});
        int[][] outside = {{-1, 1}, {0, -1}, {frame.capacity(), 1}, {0, frame.capacity() + 1}, {1, Integer.MAX_VALUE}};
        for (int[] region : outside) {
            assertThatThrownBy(() -> reader.attach(frame, region[0], region[1]))
                    .as("index %d, length %d", region[0], region[1])
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        frame.release();
    }

    @Test
    void copyOfABufferInPieces_endsWithTheNextAttachAtTheLatest() {
        ByteBuf pieces = FrameKind.COMPOSITE.frame(frames, new byte[] {8, 1, 16, 2});
        long used = ledger.usedBytes();
        for (int i = 0; i < 10; i++) {
            reader.attach(pieces, 0, 4);
            skipAll(reader);
        }
        assertThat(ledger.usedBytes()).isEqualTo(used + 256);
        reader.detach();
        assertThat(ledger.usedBytes()).isEqualTo(used);
        assertThat(pieces.release()).isTrue();
    }

    @Test
    void attach_toAReleasedFrame_throws() {
        ByteBuf frame = frames.buffer(16);
        frame.release();
        assertThatThrownBy(() -> reader.attach(frame, 0, 1)).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(() -> writer.attach(frame, 0)).isInstanceOf(IllegalReferenceCountException.class);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void read_afterDetach_throws(Consumer<WireReader> anyRead) {
        read(new byte[] {8, 1, 8, 1, 8, 1, 8, 1, 8, 1}, in -> {});
        assertThatThrownBy(() -> anyRead.accept(reader)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void read_beforeAttach_throws(Consumer<WireReader> anyRead) {
        assertThatThrownBy(() -> anyRead.accept(reader)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "10, 1", "3, 8", "0, -1", "2147483647, 1", "5, 2147483647", "-2147483648, 2147483647"})
    void absoluteRead_outsideTheRegion_throws(int offset, int length) {
        read(
                new byte[10],
                in -> Stream.<Consumer<WireReader>>of(
                                any -> any.checkUtf8(offset, length),
                                any -> any.utf8At(offset, length),
                                any -> any.bytesAt(offset, new byte[16], 0, length))
                        .forEach(read -> assertThatThrownBy(() -> read.accept(in))
                                .isInstanceOf(IndexOutOfBoundsException.class)));
    }

    @Test
    void absoluteRead_thatDoesNotFit_throws() {
        read(new byte[10], in -> {
            assertThatThrownBy(() -> in.fixed32At(7)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> in.fixed64At(3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> in.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> in.position(11)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> in.position(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        });
    }

    @Test
    void bytesAt_pastTheTarget_throwsAndLeavesTheHeapAlone() {
        read(WireCase.pattern(64), in -> {
            byte[] target = new byte[16];
            assertThatThrownBy(() -> in.bytesAt(0, target, 10, 7)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> in.bytesAt(0, target, -1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(target).containsOnly(0);
        });
    }

    @Test
    void position_goesBackAndForth() {
        read(new byte[] {8, 1, 16, 2}, in -> {
            skipAll(in);
            in.position(2);
            assertThat(in.readTag()).isEqualTo(16);
            assertThat(in.position()).isEqualTo(3);
            assertThat(in.remaining()).isEqualTo(1);
        });
    }

    @Test
    void reader_movesBetweenFramesOfDifferentAllocators() {
        try (FrameAllocator other = codec.newAllocator(MemoryLedger.unbounded())) {
            ByteBuf mine = frames.buffer(8).writeByte(1);
            ByteBuf its = other.buffer(8).writeByte(2);
            reader.attach(mine, 0, 1);
            assertThat(reader.byteAt(0)).isEqualTo(1);
            reader.attach(its, 0, 1);
            assertThat(reader.byteAt(0)).isEqualTo(2);
            reader.detach();
            assertThat(mine.release() && its.release()).isTrue();
        }
    }
}
