package dev.outboard.rpc.call;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZJ_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** What users release on any thread, and the loop tells the peer. */
public class ReceiveWindowRaces {
    private static final int SIZE = 100;

    /** Of two releases that make half of the window, none is lost, and one has the peer told. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 150", "false, true, 150"},
            expect = ACCEPTABLE,
            desc = "the second tells")
    @Outcome(expect = FORBIDDEN, desc = "lost, or nobody tells")
    @State
    public static class TwoReleases {
        private final ReceiveWindow window = new ReceiveWindow(SIZE, SIZE);

        @Actor
        public void one(ZZJ_Result r) {
            r.r1 = window.release(SIZE / 4);
        }

        @Actor
        public void other(ZZJ_Result r) {
            r.r2 = window.release(SIZE / 4);
        }

        @Arbiter
        public void tell(ZZJ_Result r) {
            r.r3 = window.grant();
        }
    }

    /** A release that a grant has not counted has the peer told again. */
    @JCStressTest
    @Outcome(
            id = {"200, true, 200", "200, false, 200", "150, true, 200"},
            expect = ACCEPTABLE,
            desc = "the peer has all")
    @Outcome(expect = FORBIDDEN, desc = "the peer waits for what is free")
    @State
    public static class ReleaseAndGrant {
        private final ReceiveWindow window = new ReceiveWindow(SIZE, SIZE);

        public ReleaseAndGrant() {
            window.release(SIZE / 2);
        }

        @Actor
        public void loop(JZJ_Result r) {
            r.r1 = window.grant();
        }

        @Actor
        public void user(JZJ_Result r) {
            r.r2 = window.release(SIZE / 2);
        }

        @Arbiter
        public void tellAgain(JZJ_Result r) {
            r.r3 = r.r2 ? window.grant() : r.r1;
        }
    }
}
