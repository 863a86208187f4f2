package dev.outboard.rpc.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.jcstress.Meeting;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Calls that wait for a connection, while one comes or the channel closes. */
public class WaitingCallsRaces {
    /** Where one call may wait, one of two does. */
    @JCStressTest
    @Outcome(
            id = {"0, 1, 1", "1, 0, 1"},
            expect = ACCEPTABLE,
            desc = "one waits, the other is refused")
    @Outcome(expect = FORBIDDEN, desc = "both wait, or none")
    @State
    public static class TwoAwait {
        private final Meeting meeting = new Meeting();
        private final ChannelRig rig = new ChannelRig(1);
        private final CountedCall first = new CountedCall();
        private final CountedCall second = new CountedCall();

        @Actor
        public void one() {
            meeting.join();
            rig.core.await(first);
        }

        @Actor
        public void other() {
            meeting.join();
            rig.core.await(second);
        }

        @Arbiter
        public void count(III_Result r) {
            r.r1 = first.refused();
            r.r2 = second.refused();
            r.r3 = rig.core.describe().waitingCalls();
        }
    }

    /** A call that comes while the first connection does gets it, once, and waits no more. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "connected")
    @Outcome(expect = FORBIDDEN, desc = "left waiting, or told twice")
    @State
    public static class AwaitAndConnect {
        private final Meeting meeting = new Meeting();
        private final ChannelRig rig = new ChannelRig(1);
        private final CountedCall call = new CountedCall();

        public AwaitAndConnect() {
            rig.core.connect();
        }

        @Actor
        public void caller() {
            meeting.join();
            rig.core.await(call);
        }

        @Actor
        public void resolver() {
            meeting.join();
            rig.core.onAddresses(List.of(ChannelRig.ADDRESS));
        }

        @Arbiter
        public void count(III_Result r) {
            r.r1 = call.connected();
            r.r2 = call.refused();
            r.r3 = rig.core.describe().waitingCalls();
        }
    }

    /** A call that comes while its channel closes is refused, once. */
    @JCStressTest
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "refused")
    @Outcome(expect = FORBIDDEN, desc = "left waiting for ever, or told twice")
    @State
    public static class AwaitAndClose {
        private final Meeting meeting = new Meeting();
        private final ChannelRig rig = new ChannelRig(1);
        private final CountedCall call = new CountedCall();

        @Actor
        public void caller() {
            meeting.join();
            rig.core.await(call);
        }

        @Actor
        public void closing() {
            meeting.join();
            rig.core.close();
        }

        @Arbiter
        public void count(III_Result r) {
            r.r1 = call.connected();
            r.r2 = call.refused();
            r.r3 = rig.core.describe().waitingCalls();
        }
    }
}
