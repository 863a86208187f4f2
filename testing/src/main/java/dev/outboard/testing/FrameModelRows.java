package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frame and one of Netty's heap buffers go through the same random operations and must not be told apart. */
abstract class FrameModelRows extends CodecRows {
    private static final int BYTES = 700;
    private static final String REFUSED = "refused";

    /** One operation at an index with a length or a value; its result, if it has one. */
    private interface Operation {
        Object on(ByteBuf buffer, int index, int length, long value);
    }

    private static final List<Map.Entry<String, Operation>> OPERATIONS = List.of(
            op("getByte", (b, i, n, v) -> b.getByte(i)),
            op("getShort", (b, i, n, v) -> b.getShort(i)),
            op("getShortLE", (b, i, n, v) -> b.getShortLE(i)),
            op("getMedium", (b, i, n, v) -> b.getMedium(i)),
            op("getMediumLE", (b, i, n, v) -> b.getMediumLE(i)),
            op("getInt", (b, i, n, v) -> b.getInt(i)),
            op("getIntLE", (b, i, n, v) -> b.getIntLE(i)),
            op("getLong", (b, i, n, v) -> b.getLong(i)),
            op("getLongLE", (b, i, n, v) -> b.getLongLE(i)),
            op("getDouble", (b, i, n, v) -> Double.doubleToRawLongBits(b.getDouble(i)) >>> 52),
            op("setByte", (b, i, n, v) -> done(b.setByte(i, (int) v))),
            op("setShort", (b, i, n, v) -> done(b.setShort(i, (int) v))),
            op("setShortLE", (b, i, n, v) -> done(b.setShortLE(i, (int) v))),
            op("setMedium", (b, i, n, v) -> done(b.setMedium(i, (int) v))),
            op("setMediumLE", (b, i, n, v) -> done(b.setMediumLE(i, (int) v))),
            op("setInt", (b, i, n, v) -> done(b.setInt(i, (int) v))),
            op("setIntLE", (b, i, n, v) -> done(b.setIntLE(i, (int) v))),
            op("setLong", (b, i, n, v) -> done(b.setLong(i, v))),
            op("setLongLE", (b, i, n, v) -> done(b.setLongLE(i, v))),
            op("setZero", (b, i, n, v) -> done(b.setZero(i, n))),
            op("getBytes to array", (b, i, n, v) -> array(b, i, n, 3)),
            op("getBytes past array", (b, i, n, v) -> done(b.getBytes(i, new byte[n], 1, n))),
            op(
                    "getBytes to heap NIO",
                    (b, i, n, v) -> nio(b, i, ByteBuffer.allocate(n + 2).limit(n))),
            op(
                    "getBytes to direct NIO",
                    (b, i, n, v) -> nio(b, i, ByteBuffer.allocateDirect(n + 2).limit(n))),
            op("getBytes to heap buffer", (b, i, n, v) -> buffer(b, i, n, Unpooled.buffer(n + 2, n + 2))),
            op(
                    "getBytes to own buffer",
                    (b, i, n, v) -> buffer(b, i, n, b.alloc().directBuffer(n + 2, n + 2))),
            op("setBytes of array", (b, i, n, v) -> done(b.setBytes(i, array(n + 4, v), 2, n))),
            op("setBytes of NIO", (b, i, n, v) -> done(b.setBytes(i, ByteBuffer.wrap(array(n + 4, v), 2, n)))),
            op(
                    "setBytes of read-only NIO",
                    (b, i, n, v) -> done(b.setBytes(i, direct(n, v).asReadOnlyBuffer()))),
            op(
                    "setBytes of buffer",
                    (b, i, n, v) -> done(b.setBytes(i, Unpooled.wrappedBuffer(array(n + 4, v)), 2, n))),
            op("setBytes of itself", (b, i, n, v) -> done(b.setBytes(i, b, (int) (v & 255), n))),
            op("streams", (b, i, n, v) -> throughStreams(b, i, n, v)),
            op("channels", (b, i, n, v) -> throughChannels(b, i, n, v)),
            op("copy", (b, i, n, v) -> owned(b.copy(i, n))),
            op("slice", (b, i, n, v) -> ByteBufUtil.hexDump(b.slice(i, n))),
            op("nioBuffer", (b, i, n, v) -> nioText(b.nioBuffer(i, n))),
            op("nioBuffers", (b, i, n, v) -> nioText(b.nioBuffers(i, n)[0])),
            op("internalNioBuffer", (b, i, n, v) -> nioText(b.internalNioBuffer(i, n))),
            op("indexOf", (b, i, n, v) -> b.indexOf(i, Math.min(i + n, b.capacity()), (byte) v)),
            op("forEachByte", (b, i, n, v) -> b.forEachByte(i, n, x -> x != (byte) v)),
            op("forEachByteDesc", (b, i, n, v) -> b.forEachByteDesc(i, n, x -> x != (byte) v)),
            op("hashCode", (b, i, n, v) -> b.slice(i, n).hashCode()),
            op("capacity", (b, i, n, v) -> done(b.capacity(BYTES + (int) (v & 0x3ff)))),
            op(
                    "writeBytes",
                    (b, i, n, v) -> b.setIndex(0, i).writeBytes(array(n, v)).writerIndex()),
            op("readBytes", (b, i, n, v) -> owned(b.setIndex(i, b.capacity()).readBytes(n))),
            op(
                    "discardReadBytes",
                    (b, i, n, v) ->
                            b.setIndex(i, b.capacity()).discardReadBytes().writerIndex()));

    FrameModelRows(CodecProvider codec) {
        super(codec);
    }

    @RepeatedTest(40)
    void randomOperations_doWhatTheyDoToAHeapBuffer() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        ByteBuf model = Unpooled.buffer(BYTES).writeZero(BYTES);
        ByteBuf frame = frames.buffer(BYTES).writeZero(BYTES);
        try {
            for (int i = 0; i < 1000; i++) {
                step(OPERATIONS.get(random.nextInt(OPERATIONS.size())), model, frame, random, seed);
            }
        } finally {
            model.release();
            frame.release();
        }
    }

    @Test
    void fileChannels_readAndWriteAtPositions(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("bytes"), WireCase.pattern(5000));
        ByteBuf frame = frames.buffer(4000).writeZero(4000);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(frame.setBytes(7, channel, 1000, 3000)).isEqualTo(3000);
            assertThat(frame.setBytes(0, channel, 6000, 10)).isEqualTo(-1);
            assertThat(frame.getBytes(7, channel, 4900, 3000)).isEqualTo(3000);
            assertThat(channel.position()).isZero();
        } finally {
            frame.release();
        }
        ByteBuf content = Unpooled.wrappedBuffer(Files.readAllBytes(file));
        assertThat(content.slice(4900, 3000)).isEqualTo(content.slice(1000, 3000));
    }

    private void step(
            Map.Entry<String, Operation> drawn, ByteBuf model, ByteBuf frame, SplittableRandom random, Seed seed) {
        // Now and then outside: both have to refuse.
        int index = random.nextInt(20) == 0 ? random.nextInt(-2, model.capacity() + 3) : random.nextInt(BYTES - 300);
        int length = random.nextInt(20) == 0 ? random.nextInt(2 * BYTES) : random.nextInt(64);
        long value = random.nextLong();
        ByteBuf unchanged = Unpooled.copiedBuffer(model);
        int before = model.capacity();
        Object expected = outcome(drawn.getValue(), model, index, length, value);
        Object found = outcome(drawn.getValue(), frame, index, length, value);
        if (expected.equals(REFUSED)) {
            // A heap buffer may have written a part of a value by then; a frame may not.
            model.setBytes(0, unchanged, 0, before);
        } else if (model.capacity() > before && frame.capacity() == model.capacity()) {
            // What grows in is not defined: both go on with zeros there.
            frame.setZero(before, frame.capacity() - before);
            model.setZero(before, model.capacity() - before);
        }
        String step = String.format("%s at %d, length %d, value %d, %s", drawn.getKey(), index, length, value, seed);
        assertThat(found).as(step).isEqualTo(expected);
        assertThat(frame.capacity()).as(step).isEqualTo(model.capacity());
        assertThat(frame.setIndex(0, frame.capacity()).equals(model.setIndex(0, model.capacity())))
                .as(step)
                .isTrue();
    }

    private static Object outcome(Operation operation, ByteBuf buffer, int index, int length, long value) {
        try {
            return operation.on(buffer, index, length, value);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            // Netty's own buffers throw either, for the same mistake.
            return REFUSED;
        }
    }

    private static Map.Entry<String, Operation> op(String name, Operation operation) {
        return Map.entry(name, operation);
    }

    private static String done(ByteBuf changed) {
        return changed == null ? "nothing" : "done";
    }

    private static byte[] array(int length, long value) {
        byte[] bytes = new byte[length];
        new SplittableRandom(value).nextBytes(bytes);
        return bytes;
    }

    private static ByteBuffer direct(int length, long value) {
        return ByteBuffer.allocateDirect(length).put(array(length, value)).flip();
    }

    private static String array(ByteBuf buffer, int index, int length, int offset) {
        byte[] target = new byte[length + offset];
        buffer.getBytes(index, target, offset, length);
        return ByteBufUtil.hexDump(target);
    }

    private static String nio(ByteBuf buffer, int index, ByteBuffer target) {
        buffer.getBytes(index, target);
        assertThat(target.remaining()).isZero();
        return nioText(target.flip());
    }

    private static String nioText(ByteBuffer buffer) {
        return buffer.order() + ByteBufUtil.hexDump(Unpooled.wrappedBuffer(buffer));
    }

    private static String buffer(ByteBuf buffer, int index, int length, ByteBuf target) {
        try {
            buffer.getBytes(index, target.setZero(0, length + 2), 1, length);
            return ByteBufUtil.hexDump(target, 0, length + 2);
        } finally {
            target.release();
        }
    }

    private static String owned(ByteBuf copy) {
        try {
            return ByteBufUtil.hexDump(copy);
        } finally {
            copy.release();
        }
    }

    private static String throughStreams(ByteBuf buffer, int index, int length, long value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            buffer.getBytes(index, out, length);
            int read = buffer.setBytes(index, new ByteArrayInputStream(array(length / 2 + 1, value)), length);
            return read + ByteBufUtil.hexDump(out.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String throughChannels(ByteBuf buffer, int index, int length, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OneChannel channel = new OneChannel(out, new ByteArrayInputStream(array(length / 2 + 1, value)))) {
            int written = buffer.getBytes(index, channel, length);
            int read = buffer.setBytes(index, channel, length);
            return written + " " + read + ByteBufUtil.hexDump(out.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The two interfaces that Netty asks of a channel, over streams. */
    private record OneChannel(ByteArrayOutputStream out, ByteArrayInputStream in)
            implements GatheringByteChannel, ScatteringByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            return Channels.newChannel(out).write(source);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            return write(sources[offset]);
        }

        @Override
        public long write(ByteBuffer[] sources) throws IOException {
            return write(sources[0]);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return Channels.newChannel(in).read(target);
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            return read(targets[offset]);
        }

        @Override
        public long read(ByteBuffer[] targets) throws IOException {
            return read(targets[0]);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
