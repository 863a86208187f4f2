package dev.outboard.rpc.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.jcstress.Meeting;
import dev.outboard.rpc.ClientConnection;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LI_Result;

/** The connections of an endpoint, which calls choose among while they come and go. */
public class EndpointPoolRaces {
    /** A call gets a connection while another one closes, and afterwards only the one that is left. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "the one that closes, or the other")
    @Outcome(expect = FORBIDDEN, desc = "none, or one that has closed")
    @State
    public static class TakeAndClose {
        private final Meeting meeting = new Meeting();
        private final ChannelRig rig = new ChannelRig(1);
        private final EndpointPool pool = rig.pool(2);

        @Actor
        public void caller(II_Result r) {
            meeting.joinLate(20);
            r.r1 = taken();
        }

        @Actor
        public void loop() {
            meeting.join();
            rig.peers.get(0).close();
        }

        @Arbiter
        public void afterwards(II_Result r) {
            r.r2 = taken();
        }

        /** Which one a call gets; -1 for none. */
        @SuppressWarnings("ReferenceEquality") // that connection, not an equal one
        private int taken() {
            ClientConnection taken = pool.take(null);
            for (int i = 0; i < rig.peers.size(); i++) {
                if (rig.peers.get(i).connection == taken) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** Of an endpoint whose only connection closes the description is of one moment. */
    @JCStressTest
    @Outcome(id = "READY, 1", expect = ACCEPTABLE, desc = "before")
    @Outcome(
            id = {"IDLE, 0", "TRANSIENT_FAILURE, 0"},
            expect = ACCEPTABLE,
            desc = "behind")
    @Outcome(expect = FORBIDDEN, desc = "half of each")
    @State
    public static class DescribeAndClose {
        private final Meeting meeting = new Meeting();
        private final ChannelRig rig = new ChannelRig(1);
        private final EndpointPool pool = rig.pool(1);

        @Actor
        public void reader(LI_Result r) {
            meeting.joinLate(20);
            EndpointSnapshot snapshot = pool.describe(true);
            r.r1 = snapshot.state();
            r.r2 = snapshot.connections();
        }

        @Actor
        public void loop() {
            meeting.join();
            rig.peers.get(0).close();
        }
    }
}
