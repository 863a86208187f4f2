package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a message costs the heap once its thread is warm: nothing, by the thread's own counter of bytes. */
abstract class GarbageRows extends CodecRows {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MESSAGES = 20_000;
    /** A tenth of a byte per message: what the JVM allocates once on a thread, for a late linkage, is not the message's. */
    private static final long NOTHING = MESSAGES / 10;

    private static final String TEXT = "text of forty characters, some \u00e9\u4e2d\ud83d\ude00 not ASCII";

    private final byte[] block = WireCase.pattern(64);
    private final byte[] target = new byte[64];

    GarbageRows(CodecProvider codec) {
        super(codec);
    }

    @Test
    void message_onAThreadWithListsOfItsOwn_allocatesNothing() throws InterruptedException {
        assertThat(bytesAllocatedOn(true, () -> message(64))).isLessThan(NOTHING);
    }

    @Test
    void message_onAnyOtherThread_allocatesNothing() throws InterruptedException {
        assertThat(bytesAllocatedOn(false, () -> message(64))).isLessThan(NOTHING);
    }

    @Test
    void message_thatGrowsItsFrame_allocatesNothing() throws InterruptedException {
        assertThat(bytesAllocatedOn(true, () -> message(10_000))).isLessThan(NOTHING);
    }

    /** Allocates, writes, reads and releases one frame. */
    private void message(int bytes) {
        ByteBuf frame = frames.buffer(64);
        writer.attach(frame, 0);
        for (int i = 0; i < bytes; i += 64) {
            write(writer, i);
        }
        int length = writer.detach();
        reader.attach(frame, 0, length);
        while (reader.remaining() > 0) {
            readOne(reader);
        }
        reader.detach();
        frame.release();
    }

    private void write(WireWriter out, int i) {
        out.writeTag(1 << 3);
        out.writeVarint64(i * 1_000_003L);
        out.writeTag(2 << 3 | 1);
        out.writeFixed64(i);
        out.writeTag(3 << 3 | 2);
        out.writeUtf8(TEXT);
        out.writeTag(4 << 3 | 2);
        int mark = out.beginMessage(block.length);
        out.writeRaw(block, 0, block.length);
        out.endMessage(mark);
    }

    private void readOne(WireReader in) {
        int tag = in.readTag();
        switch (tag) {
            case 1 << 3 -> in.readVarint64();
            case 2 << 3 | 1 -> in.readFixed64();
            case 3 << 3 | 2 -> {
                int length = in.readLength();
                in.checkUtf8(in.position(), length);
                in.skip(length);
            }
            default -> {
                int length = in.readLength();
                in.bytesAt(in.position(), target, 0, length);
                in.skip(length);
            }
        }
    }

    private static long bytesAllocatedOn(boolean threadWithLists, Runnable message) throws InterruptedException {
        AtomicLong allocated = new AtomicLong(Long.MAX_VALUE);
        Runnable measured = () -> {
            run(message);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run(message);
            allocated.set(THREADS.getCurrentThreadAllocatedBytes() - before);
        };
        Thread thread = threadWithLists ? new FastThreadLocalThread(measured) : new Thread(measured);
        thread.start();
        thread.join();
        return allocated.get();
    }

    private static void run(Runnable message) {
        for (int i = 0; i < MESSAGES; i++) {
            message.run();
        }
    }
}
