package dev.outboard.rpc.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.D_Result;

/** Tokens for retries, counted by whatever thread an attempt ends on. */
public class RetryBudgetRaces {
    /** Each of two failures costs a token. */
    @JCStressTest
    @Outcome(id = "8.0", expect = ACCEPTABLE, desc = "both count")
    @Outcome(expect = FORBIDDEN, desc = "one is lost")
    @State
    public static class TwoFailures {
        private final RetryBudget budget = new RetryBudget(10, 0.5);

        @Actor
        public void one() {
            budget.failed();
        }

        @Actor
        public void other() {
            budget.failed();
        }

        @Arbiter
        public void count(D_Result r) {
            r.r1 = budget.tokens();
        }
    }

    /** A success gives its part back, whatever fails meanwhile. */
    @JCStressTest
    @Outcome(id = "7.5", expect = ACCEPTABLE, desc = "both count")
    @Outcome(expect = FORBIDDEN, desc = "one is lost")
    @State
    public static class FailureAndSuccess {
        private final RetryBudget budget = new RetryBudget(10, 0.5);

        public FailureAndSuccess() {
            budget.failed();
            budget.failed();
        }

        @Actor
        public void failing() {
            budget.failed();
        }

        @Actor
        public void succeeding() {
            budget.succeeded();
        }

        @Arbiter
        public void count(D_Result r) {
            r.r1 = budget.tokens();
        }
    }
}
