package dev.outboard.codec.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.netty.buffer.ByteBuf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLJ_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** References on one frame, counted by whoever has one. */
public class FrameReferenceRaces {
    /** Who releases a frame once too often is told. */
    @JCStressTest
    @Outcome(
            id = {"last, refused, 0 used 0 reserved", "refused, last, 0 used 0 reserved"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "released twice, or not at all")
    @State
    public static class DoubleRelease {
        private final Account account = new Account();
        private final ByteBuf frame = account.allocator.directBuffer(Account.SMALL_BYTES);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Account.release(frame);
        }

        @Actor
        public void other(LLL_Result r) {
            r.r2 = Account.release(frame);
        }

        @Arbiter
        public void settle(LLL_Result r) {
            r.r3 = account.settled();
        }
    }

    /** Of two who have a reference each the second gives the frame back. */
    @JCStressTest
    @Outcome(
            id = {"last, not last, 0 used 0 reserved", "not last, last, 0 used 0 reserved"},
            expect = ACCEPTABLE,
            desc = "the second")
    @Outcome(expect = FORBIDDEN, desc = "given back twice, or not at all")
    @State
    public static class TwoReleases {
        private final Account account = new Account();
        private final ByteBuf frame =
                account.allocator.directBuffer(Account.SMALL_BYTES).retain();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Account.release(frame);
        }

        @Actor
        public void other(LLL_Result r) {
            r.r2 = Account.release(frame);
        }

        @Arbiter
        public void settle(LLL_Result r) {
            r.r3 = account.settled();
        }
    }

    /** A frame is retained while somebody has it, or not at all. */
    @JCStressTest
    @Outcome(id = "retained, not last, 256", expect = ACCEPTABLE, desc = "retained before the release")
    @Outcome(id = "refused, last, 0", expect = ACCEPTABLE, desc = "released before")
    @Outcome(expect = FORBIDDEN, desc = "retained when it was gone, or lost")
    @State
    public static class RetainAndRelease {
        private final Account account = new Account();
        private final ByteBuf frame = account.allocator.directBuffer(Account.SMALL_BYTES);

        @Actor
        public void retaining(LLJ_Result r) {
            r.r1 = Account.retain(frame);
        }

        @Actor
        public void releasing(LLJ_Result r) {
            r.r2 = Account.release(frame);
        }

        @Arbiter
        public void count(LLJ_Result r) {
            r.r3 = account.ledger.usedBytes();
        }
    }
}
