package dev.outboard.codec.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.safe.SafeCodec;
import dev.outboard.codec.unsafe.UnsafeCodec;
import dev.outboard.jcstress.Meeting;
import io.netty.buffer.ByteBuf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** The codecs' own memory in the hands of two threads. */
public class CodecFrameRaces {
    private static final CodecProvider UNSAFE = new UnsafeCodec();

    /** The safe codec's frames go from thread to thread through the lists that all share, and are one thread's at a time. */
    @JCStressTest
    @Outcome(id = "true, true, 0", expect = ACCEPTABLE, desc = "each had his own")
    @Outcome(expect = FORBIDDEN, desc = "shared, or a wrong account")
    @State
    public static class Safe {
        private static final FrameAllocator ALLOCATOR = new SafeCodec().newAllocator(MemoryLedger.unbounded());

        private final Meeting meeting = new Meeting();

        @Actor
        public void one(ZZL_Result r) {
            meeting.join();
            r.r1 = isMine(ALLOCATOR, 1);
        }

        @Actor
        public void other(ZZL_Result r) {
            meeting.join();
            r.r2 = isMine(ALLOCATOR, 2);
        }

        @Arbiter
        public void count(ZZL_Result r) {
            r.r3 = ALLOCATOR.ledger().usedBytes();
        }
    }

    /** The unsafe codec's slabs are cut for two threads at once, and freed once, with the allocator. */
    @JCStressTest
    @Outcome(id = "true, true, 0", expect = ACCEPTABLE, desc = "each had his own, and all is free again")
    @Outcome(expect = FORBIDDEN, desc = "shared, or a wrong account")
    @State
    public static class Unsafe {
        private final Meeting meeting = new Meeting();
        private final FrameAllocator allocator = UNSAFE.newAllocator(MemoryLedger.unbounded());

        @Actor
        public void one(ZZL_Result r) {
            meeting.join();
            r.r1 = isMine(allocator, 1);
        }

        @Actor
        public void other(ZZL_Result r) {
            meeting.join();
            r.r2 = isMine(allocator, 2);
        }

        @Arbiter
        public void close(ZZL_Result r) {
            allocator.close();
            r.r3 = allocator.ledger().usedBytes() + allocator.ledger().reservedBytes();
        }
    }

    /** Whether a frame holds what was written into it until it is given back. */
    private static boolean isMine(FrameAllocator allocator, long mark) {
        ByteBuf frame = allocator.directBuffer(Long.BYTES).writeLong(mark);
        Meeting.spin(5);
        boolean mine = frame.readLong() == mark;
        frame.release();
        return mine;
    }
}
