package dev.outboard.rpc.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Actions that run one after the other on whatever thread finds their queue idle. */
public class SerialRaces {
    /** Each of two actions runs, the second behind the first and seeing what it did. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "one was left, or both ran at once")
    @State
    public static class TwoActions {
        private final Serial serial = new Serial();
        /** As what belongs to a serial is: neither volatile nor locked. */
        private int sum;

        @Actor
        public void one() {
            serial.execute(() -> sum++);
        }

        @Actor
        public void other() {
            serial.execute(() -> sum++);
        }

        @Arbiter
        public void count(I_Result r) {
            r.r1 = sum;
        }
    }
}
