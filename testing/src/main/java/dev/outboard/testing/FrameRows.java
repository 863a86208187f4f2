package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A frame as the Netty buffer that it is: its views, its life and its references. */
abstract class FrameRows extends CodecRows {
    FrameRows(CodecProvider codec) {
        super(codec);
    }

    static List<Consumer<ByteBuf>> accesses() {
        return List.of(
                frame -> frame.getByte(0),
                frame -> frame.getShort(0),
                frame -> frame.getMediumLE(0),
                frame -> frame.getInt(0),
                frame -> frame.getLongLE(0),
                frame -> frame.setByte(0, 1),
                frame -> frame.setShortLE(0, 1),
                frame -> frame.setMedium(0, 1),
                frame -> frame.setIntLE(0, 1),
                frame -> frame.setLong(0, 1),
                frame -> frame.getBytes(0, new byte[1]),
                frame -> frame.getBytes(0, ByteBuffer.allocate(1)),
                frame -> frame.setBytes(0, new byte[1]),
                frame -> frame.setBytes(0, ByteBuffer.allocate(1)),
                frame -> frame.writeLong(1),
                frame -> frame.copy(0, 1),
                frame -> frame.nioBuffer(0, 1),
                frame -> frame.internalNioBuffer(0, 1),
                frame -> frame.capacity(32),
                frame -> frame.ensureWritable(17),
                ByteBuf::retain,
                ByteBuf::release,
                ByteBuf::retainedSlice);
    }

    @Test
    void frame_saysWhatItIs() {
        ByteBuf frame = frames.buffer(100, 1000);
        assertThat(frame.isDirect()).isTrue();
        assertThat(frame.isContiguous()).isTrue();
        assertThat(frame.hasArray()).isFalse();
        assertThat(frame.nioBufferCount()).isEqualTo(1);
        assertThat(frame.capacity()).isEqualTo(100);
        assertThat(frame.maxCapacity()).isEqualTo(1000);
        assertThat(frame.alloc()).isSameAs(frames);
        assertThat(frame.unwrap()).isNull();
        assertThat(frame.isReadOnly()).isFalse();
        assertThat(frame.release()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void access_afterTheLastRelease_throws(Consumer<ByteBuf> access) {
        ByteBuf frame = frames.buffer(16);
        frame.release();
        assertThatThrownBy(() -> access.accept(frame)).isInstanceOf(IllegalReferenceCountException.class);
    }

    @Test
    void copy_betweenAFrameAndAReleasedOne_throws() {
        ByteBuf frame = frames.buffer(16);
        ByteBuf released = frames.buffer(16);
        released.release();
        assertThatThrownBy(() -> frame.setBytes(0, released, 0, 4)).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(() -> frame.getBytes(0, released, 0, 4)).isInstanceOf(IllegalReferenceCountException.class);
        frame.release();
    }

    @Test
    void references_areCounted() {
        ByteBuf frame = frames.buffer(16);
        assertThat(frame.retain(2).refCnt()).isEqualTo(3);
        assertThat(frame.release()).isFalse();
        assertThat(frame.release(2)).isTrue();
        assertThat(frame.refCnt()).isZero();
    }

    @Test
    void releasedHandle_comesBackClean() {
        ByteBuf first = frames.buffer(16, 32).writeInt(1).markWriterIndex();
        first.readByte();
        first.markReaderIndex();
        first.release();
        ByteBuf next = frames.buffer(20);
        assertThat(List.of(next.readerIndex(), next.writerIndex(), next.refCnt(), next.capacity()))
                .containsExactly(0, 0, 1, 20);
        assertThat(next.maxCapacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(next.resetWriterIndex().writerIndex()
                        + next.resetReaderIndex().readerIndex())
                .isZero();
        next.release();
    }

    @Test
    void slice_outlivesTheHandleItCameFrom() {
        ByteBuf frame = frames.buffer(16).writeLong(0x0102_0304_0506_0708L);
        ByteBuf slice = frame.retainedSlice(2, 3);
        frame.release();
        assertThat(ByteBufUtil.hexDump(slice)).isEqualTo("030405");
        assertThat(slice.release()).isTrue();
        assertThatThrownBy(() -> slice.getByte(0)).isInstanceOf(IllegalReferenceCountException.class);
    }

    @Test
    void slice_keepsToItsRangeWhenTheFrameMoves() {
        ByteBuf frame = frames.buffer(16).writeLong(0x0102_0304_0506_0708L);
        ByteBuf slice = frame.slice(2, 3);
        frame.capacity(100_000).setByte(2, 0x77);
        assertThat(ByteBufUtil.hexDump(slice)).isEqualTo("770405");
        frame.release();
    }

    @Test
    void growth_keepsTheBytesAndTheNeighbours() {
        ByteBuf before = frames.buffer(256).writeBytes(WireCase.pattern(256));
        ByteBuf frame = frames.buffer(256).writeBytes(WireCase.pattern(256));
        ByteBuf behind = frames.buffer(256).writeBytes(WireCase.pattern(256));
        for (int capacity : new int[] {257, 300, 5000, 70_000, 5 << 20, 400}) {
            frame.capacity(capacity);
            for (ByteBuf each : List.of(before, frame, behind)) {
                assertThat(ByteBufUtil.getBytes(each, 0, 256)).isEqualTo(WireCase.pattern(256));
            }
            frame.setZero(256, capacity - 256);
        }
        assertThat(before.release() && frame.release() && behind.release()).isTrue();
    }

    @Test
    void shrinking_pullsTheIndicesIn() {
        ByteBuf frame = frames.buffer(16).writeZero(16);
        frame.readerIndex(12).capacity(8);
        assertThat(frame.readerIndex()).isEqualTo(8);
        assertThat(frame.writerIndex()).isEqualTo(8);
        assertThatThrownBy(() -> frame.getByte(8)).isInstanceOf(IndexOutOfBoundsException.class);
        frame.release();
    }

    @Test
    void capacity_outsideItsRange_throws() {
        ByteBuf frame = frames.buffer(16, 64);
        assertThatThrownBy(() -> frame.capacity(65)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> frame.capacity(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> frame.ensureWritable(65)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(frame.capacity()).isEqualTo(16);
        frame.release();
    }

    @Test
    void nioBuffer_isABigEndianViewOfItsOwn() {
        ByteBuf frame = frames.buffer(16).writeLong(0x0102_0304_0506_0708L);
        ByteBuffer first = frame.nioBuffer(2, 4);
        ByteBuffer second = frame.nioBuffer(0, 8);
        assertThat(first.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(first.remaining()).isEqualTo(4);
        second.putInt(2, 0x7777_7777);
        assertThat(first.getInt()).isEqualTo(0x7777_7777);
        assertThat(frame.getInt(2)).isEqualTo(0x7777_7777);
        assertThatThrownBy(() -> frame.nioBuffer(10, 7)).isInstanceOf(IndexOutOfBoundsException.class);
        frame.release();
    }

    @Test
    void internalNioBuffer_followsTheFrameWhenItMoves() {
        ByteBuf frame = frames.buffer(16).writeLong(1);
        assertThat(frame.internalNioBuffer(0, 8).getLong()).isEqualTo(1);
        frame.capacity(10_000).setLong(0, 2);
        assertThat(frame.internalNioBuffer(0, 8).getLong()).isEqualTo(2);
        frame.release();
    }

    @Test
    void copy_isIndependent() {
        ByteBuf frame = frames.buffer(16).writeLong(0x0102_0304_0506_0708L);
        ByteBuf copy = frame.copy(1, 4);
        frame.setZero(0, 8);
        assertThat(ByteBufUtil.hexDump(copy)).isEqualTo("02030405");
        assertThat(copy.isDirect()).isTrue();
        assertThat(copy.release() && frame.release()).isTrue();
    }

    @Test
    void overlappingCopy_insideAFrame_isAMove() {
        ByteBuf frame = frames.buffer(16).writeLong(0x0102_0304_0506_0708L).writeZero(8);
        frame.setBytes(2, frame, 0, 8);
        assertThat(ByteBufUtil.hexDump(frame)).isEqualTo("01020102030405060708000000000000");
        frame.release();
    }

    @Test
    void composite_ofFrames_releasesThem() {
        ByteBuf whole = frames.compositeDirectBuffer()
                .addComponent(true, frames.buffer(4).writeInt(1))
                .addComponent(true, frames.buffer(4).writeInt(2));
        assertThat(whole.getLong(0)).isEqualTo(0x1_0000_0002L);
        assertThat(whole.release()).isTrue();
        assertThat(ledger.usedBytes()).isZero();
    }

    /** A push is one frame, written to many connections from many event loops at once. */
    @Test
    void sharedFrame_isReadByTwoThreadsAtOnce() throws InterruptedException {
        ByteBuf frame = frames.buffer(4096).writeBytes(WireCase.pattern(4096));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable low = () -> readRepeatedly(frame.duplicate(), 0);
        Runnable high = () -> readRepeatedly(frame.duplicate(), 3000);
        Thread other = new Thread(high);
        other.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        other.start();
        low.run();
        other.join();
        assertThat(failure.get()).isNull();
        frame.release();
    }

    private static void readRepeatedly(ByteBuf shared, int index) {
        ByteBuf expected = Unpooled.wrappedBuffer(WireCase.pattern(4096)).slice(index, 1000);
        ByteBuffer nioTarget = ByteBuffer.allocate(1000);
        ByteBuf heapTarget = Unpooled.buffer(1000, 1000);
        for (int i = 0; i < 50_000; i++) {
            shared.getBytes(index, nioTarget.clear());
            shared.getBytes(index, heapTarget, 0, 1000);
            if (!expected.equals(heapTarget.setIndex(0, 1000))
                    || !expected.nioBuffer().equals(nioTarget.flip())) {
                throw new AssertionError("bytes of another thread's read, in round " + i);
            }
        }
    }
}
