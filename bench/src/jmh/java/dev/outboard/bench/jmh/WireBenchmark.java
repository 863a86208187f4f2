package dev.outboard.bench.jmh;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.Wire;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a message cost on each codec, alone in its JVM, and does it allocate? One message of a chat: two
 * numbers, a text of 24 characters, 256 bytes. Taking a frame, writing it and giving it back is one operation; reading
 * every field of it is the other.
 *
 * <p>{@code java --add-opens java.base/jdk.internal.misc=ALL-UNNAMED -cp 'bench/target/lib/*' org.openjdk.jmh.Main
 * WireBenchmark -prof gc}. JMH itself needs {@code sun.misc.Unsafe}, so the launcher's flags, which deny it, are not for
 * this.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class WireBenchmark {
    private static final int SENDER = Wire.tag(1, Wire.FIXED64);
    private static final int SEQUENCE = Wire.tag(2, Wire.VARINT);
    private static final int TEXT = Wire.tag(3, Wire.LENGTH_DELIMITED);
    private static final int PAYLOAD = Wire.tag(4, Wire.LENGTH_DELIMITED);
    private static final int FRAME_BYTES = 512;

    @Param({"safe", "unsafe"})
    public String codec;

    private final byte[] payload = new byte[256];
    private final byte[] sink = new byte[256];
    private FrameAllocator frames;
    private FrameWriter writer;
    private FrameReader reader;
    private ByteBuf received;
    private int receivedBytes;
    private long sequence;

    @Setup
    public void open() {
        CodecProvider provider = Codecs.load(codec);
        frames = provider.newAllocator(MemoryLedger.unbounded());
        writer = provider.newWriter();
        reader = provider.newReader();
        received = frames.directBuffer(FRAME_BYTES);
        receivedBytes = write(received);
    }

    @TearDown
    public void close() {
        received.release();
        frames.close();
    }

    @Benchmark
    public int encode() {
        ByteBuf frame = frames.directBuffer(FRAME_BYTES);
        int end = write(frame);
        frame.release();
        return end;
    }

    @Benchmark
    public long decode() {
        reader.attach(received, 0, receivedBytes);
        long sum = 0;
        while (reader.remaining() > 0) {
            sum += readField(reader.readTag());
        }
        reader.detach();
        return sum;
    }

    private int write(ByteBuf frame) {
        writer.attach(frame, 0);
        writer.writeTag(SENDER);
        writer.writeFixed64(0x0102030405060708L);
        writer.writeTag(SEQUENCE);
        writer.writeVarint64(++sequence & 0xFFFFFF);
        writer.writeTag(TEXT);
        writer.writeUtf8("twenty-four characters!!");
        writer.writeTag(PAYLOAD);
        writer.writeBytes(payload, 0, payload.length);
        return writer.detach();
    }

    private long readField(int tag) {
        if (tag == SENDER) {
            return reader.readFixed64();
        }
        if (tag == SEQUENCE) {
            return reader.readVarint64();
        }
        int length = reader.readLength();
        int at = reader.position();
        if (tag == TEXT) {
            reader.checkUtf8(at, length);
        }
        reader.bytesAt(at, sink, 0, length);
        reader.skip(length);
        return sink[0];
    }
}
