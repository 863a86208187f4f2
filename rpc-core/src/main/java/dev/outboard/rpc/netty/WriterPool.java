package dev.outboard.rpc.netty;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * Spare writers. A writer has some kilobytes of scratch, so there are a few per thread rather than one per call: event
 * loops and workers keep their own, all other threads share some. A writer may be given back on another thread than it
 * was taken on. Any thread.
 */
final class WriterPool {
    private static final int SHARED = 64;

    private final CodecProvider codec;
    private final MpmcVarHandleArrayQueue<FrameWriter> shared = new MpmcVarHandleArrayQueue<>(SHARED);
    private final Local local = new Local();

    WriterPool(CodecProvider codec) {
        this.codec = codec;
    }

    FrameWriter take() {
        if (Thread.currentThread() instanceof FastThreadLocalThread) {
            return local.get().take(codec);
        }
        FrameWriter spare = shared.poll();
        return spare != null ? spare : codec.newWriter();
    }

    /** Takes back a detached writer. */
    void give(FrameWriter writer) {
        if (Thread.currentThread() instanceof FastThreadLocalThread) {
            local.get().give(writer);
        } else {
            // A full pool drops it for the collector.
            shared.offer(writer);
        }
    }

    private static final class Local extends FastThreadLocal<Stack> {
        @Override
        protected Stack initialValue() {
            return new Stack();
        }
    }

    private static final class Stack {
        private final FrameWriter[] spares = new FrameWriter[8];
        private int count;

        FrameWriter take(CodecProvider codec) {
            return count > 0 ? spares[--count] : codec.newWriter();
        }

        void give(FrameWriter writer) {
            if (count < spares.length) {
                spares[count++] = writer;
            }
        }
    }
}
