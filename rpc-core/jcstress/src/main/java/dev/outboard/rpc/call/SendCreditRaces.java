package dev.outboard.rpc.call;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Credit to send, taken on any thread while the loop raises it. */
public class SendCreditRaces {
    private static final int MESSAGE = 10;

    /** One message's credit goes to one of two threads. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 10", "false, true, 10"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "both, none, or miscounted")
    @State
    public static class TwoTakes {
        private final SendCredit credit = new SendCredit(MESSAGE);

        @Actor
        public void one(ZZJ_Result r) {
            r.r1 = credit.tryTake(MESSAGE);
        }

        @Actor
        public void other(ZZJ_Result r) {
            r.r2 = credit.tryTake(MESSAGE);
        }

        @Arbiter
        public void count(ZZJ_Result r) {
            r.r3 = credit.sent();
        }
    }

    /** What one thread gives back is not lost in what another takes. */
    @JCStressTest
    @Outcome(id = "true, 5", expect = ACCEPTABLE, desc = "both count")
    @Outcome(expect = FORBIDDEN, desc = "one is lost")
    @State
    public static class TakeAndGiveBack {
        private final SendCredit credit = new SendCredit(2 * MESSAGE);

        public TakeAndGiveBack() {
            credit.tryTake(MESSAGE);
        }

        @Actor
        public void taking(ZJ_Result r) {
            r.r1 = credit.tryTake(5);
        }

        @Actor
        public void givingBack() {
            credit.giveBack(MESSAGE);
        }

        @Arbiter
        public void count(ZJ_Result r) {
            r.r2 = credit.sent();
        }
    }

    /** Who finds no credit and says that he waits is seen by the loop, which raises it and then looks for who waits. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "has credit, or is woken")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "waits for ever")
    @State
    public static class TakeAndRaise {
        private final SendCredit credit = new SendCredit(0);
        private volatile boolean waits;

        @Actor
        public void sender(ZZ_Result r) {
            waits = true;
            r.r1 = credit.tryTake(MESSAGE);
        }

        @Actor
        public void loop(ZZ_Result r) {
            credit.raiseTo(MESSAGE);
            r.r2 = waits;
        }
    }
}
