package dev.outboard.rpc.netty;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.jcstress.Meeting;
import dev.outboard.rpc.SendResult;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.IIJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.LLJ_Result;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** A connection's queue between those who offer, on any thread, and the loop that drains and closes it. */
public class OutboundRaces {
    private static final int BYTES = 60;
    /** About what an offer takes. */
    private static final int LATE = 10;

    /** What is offered while the loop drains is sent, each message once, and no byte stays booked. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "sent")
    @Outcome(expect = FORBIDDEN, desc = "left behind, sent twice, or miscounted")
    @State
    public static class OfferAndDrain {
        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();
        private final CountedOutgoing first = new CountedOutgoing(BYTES);
        private final CountedOutgoing second = new CountedOutgoing(BYTES);

        @Actor
        public void sender() {
            rig.out.offer(first);
            meeting.join();
            rig.out.offer(second);
        }

        @Actor
        public void loop() {
            meeting.joinLate(LATE);
            rig.loop.run();
            rig.loop.run();
        }

        @Arbiter
        public void rest(IIJ_Result r) {
            rig.loop.run();
            r.r1 = first.ends();
            r.r2 = second.ends();
            r.r3 = rig.out.queuedBytes();
        }
    }

    /** What two threads offer is sent, each message once, whichever comes first. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "sent")
    @Outcome(expect = FORBIDDEN, desc = "lost, sent twice, or miscounted")
    @State
    public static class TwoOffers {
        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();
        private final CountedOutgoing first = new CountedOutgoing(BYTES);
        private final CountedOutgoing second = new CountedOutgoing(BYTES);

        @Actor
        public void one() {
            meeting.join();
            rig.out.offer(first);
        }

        @Actor
        public void other() {
            meeting.join();
            rig.out.offer(second);
        }

        @Arbiter
        public void loop(IIJ_Result r) {
            rig.loop.run();
            r.r1 = first.ends();
            r.r2 = second.ends();
            r.r3 = rig.out.queuedBytes();
        }
    }

    /** What two connections of a loop offer at the same time is sent for one wake-up. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "one wake-up for both")
    @Outcome(expect = FORBIDDEN, desc = "lost, sent twice, or woken more often")
    @State
    public static class TwoConnections {
        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();
        private final Rig another = rig.another();
        private final CountedOutgoing first = new CountedOutgoing(BYTES);
        private final CountedOutgoing second = new CountedOutgoing(BYTES);

        @Actor
        public void one() {
            meeting.join();
            rig.out.offer(first);
        }

        @Actor
        public void other() {
            meeting.join();
            another.out.offer(second);
        }

        @Arbiter
        public void loop(III_Result r) {
            rig.loop.run();
            r.r1 = first.ends();
            r.r2 = second.ends();
            r.r3 = rig.loop.wakeUps();
        }
    }

    /** Of two messages for which there is not room together the queue takes one. */
    @JCStressTest
    @Outcome(
            id = {"ACCEPTED, QUEUE_FULL, 60", "QUEUE_FULL, ACCEPTED, 60"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "over the limit, refused for nothing, or miscounted")
    @State
    public static class TwoOffersOfTooMuch {
        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();
        private final Outbound out = new Outbound(rig.connection.loop, rig.connection, 100, 100);

        public TwoOffersOfTooMuch() {
            out.start(rig.channel.context, 1 << 10);
        }

        @Actor
        public void one(LLJ_Result r) {
            meeting.join();
            r.r1 = out.offer(new CountedOutgoing(BYTES));
        }

        @Actor
        public void other(LLJ_Result r) {
            meeting.join();
            r.r2 = out.offer(new CountedOutgoing(BYTES));
        }

        @Arbiter
        public void count(LLJ_Result r) {
            r.r3 = out.queuedBytes();
        }
    }

    /** What is accepted while the loop drains and closes is sent or given up, each message once. */
    @JCStressTest
    @Outcome(
            id = {"true, 1, true, 1", "true, 1, false, 0", "false, 0, false, 0"},
            expect = ACCEPTABLE,
            desc = "one end for each that was accepted")
    @Outcome(expect = FORBIDDEN, desc = "left behind, or ended twice")
    @State
    public static class OfferAndClose {
        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();
        private final CountedOutgoing first = new CountedOutgoing(BYTES);
        private final CountedOutgoing second = new CountedOutgoing(BYTES);

        @Actor
        public void sender(LLLL_Result r) {
            meeting.join();
            r.r1 = rig.out.offer(first) == SendResult.ACCEPTED;
            r.r3 = rig.out.offer(second) == SendResult.ACCEPTED;
        }

        @Actor
        public void loop() {
            meeting.joinLate(LATE);
            rig.loop.run();
            rig.out.close();
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            rig.loop.run();
            r.r2 = first.ends();
            r.r4 = second.ends();
        }
    }

    /** Whatever the loop does meanwhile, the last credit that the peer hears of counts all that was released. */
    @JCStressTest
    @Outcome(id = "2097152", expect = ACCEPTABLE, desc = "the peer has all")
    @Outcome(expect = FORBIDDEN, desc = "the peer waits for what is free")
    @State
    public static class ReleaseAndGrant {
        /** Half of the connection's window, after which the peer is told: the default window and two of these are 2 MiB. */
        private static final long HALF = 512 << 10;

        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();

        @Actor
        public void user() {
            release();
            meeting.join();
            release();
        }

        @Actor
        public void loop() {
            meeting.joinLate(LATE);
            rig.loop.run();
            rig.loop.run();
        }

        @Arbiter
        public void rest(J_Result r) {
            rig.loop.run();
            int last = rig.channel.frames().size() - 1;
            r.r1 = ByteBuffer.wrap(rig.channel.frames().get(last).body()).getLong();
        }

        private void release() {
            rig.connection.shared.release(HALF);
        }
    }
}
