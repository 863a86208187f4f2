package dev.outboard.rpc.netty;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.jcstress.Meeting;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** A push that its sender may take back until the loop has it. */
public class TrackedPushRaces {
    /** About what the loop takes to get to the push. */
    private static final int LATE = 40;

    /** What is taken back is not sent, what is sent was not taken back, and the frame is released once. */
    @JCStressTest
    @Outcome(id = "true, CANCELLED, 0, 1", expect = ACCEPTABLE, desc = "taken back")
    @Outcome(id = "false, WRITTEN, 1, 1", expect = ACCEPTABLE, desc = "sent")
    @Outcome(expect = FORBIDDEN, desc = "both, none, or a reference too many or too few")
    @State
    public static class CancelAndSend {
        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();
        private final ByteBuf bytes =
                Rig.ALLOCATOR.directBuffer(FrameHeader.BYTES).writeZero(FrameHeader.BYTES);
        private final EncodedFrame frame = new EncodedFrame(bytes, Rig.CORE);
        private final TrackedPush push;

        public CancelAndSend() {
            frame.retain();
            push = new TrackedPush(frame);
            rig.out.offer(push);
        }

        @Actor
        public void sender(LLLL_Result r) {
            meeting.joinLate(LATE);
            r.r1 = push.cancel();
        }

        @Actor
        public void loop() {
            meeting.join();
            rig.loop.run();
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r2 = push.outcome();
            r.r3 = rig.channel.frames().size();
            r.r4 = bytes.refCnt();
            frame.release();
        }
    }
}
