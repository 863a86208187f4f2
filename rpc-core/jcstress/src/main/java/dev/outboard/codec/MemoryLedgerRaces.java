package dev.outboard.codec;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZJJ_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** The account of all allocators, and the budget that bounds them. */
public class MemoryLedgerRaces {
    private static final int BUDGET = 100;

    /** Of two reservations that do not fit together the budget takes one. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 60", "false, true, 60"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "over the budget, or refused for nothing")
    @State
    public static class TwoReservations {
        private final MemoryLedger ledger = new MemoryLedger(BUDGET);

        @Actor
        public void one(ZZJ_Result r) {
            r.r1 = ledger.tryReserve(60);
        }

        @Actor
        public void other(ZZJ_Result r) {
            r.r2 = ledger.tryReserve(60);
        }

        @Arbiter
        public void count(ZZJ_Result r) {
            r.r3 = ledger.reservedBytes();
        }
    }

    /** The peak is what both together have reserved. */
    @JCStressTest
    @Outcome(id = "100", expect = ACCEPTABLE, desc = "the highest")
    @Outcome(expect = FORBIDDEN, desc = "the lower one came last")
    @State
    public static class Peak {
        private final MemoryLedger ledger = new MemoryLedger(BUDGET);

        @Actor
        public void one() {
            ledger.tryReserve(40);
        }

        @Actor
        public void other() {
            ledger.tryReserve(60);
        }

        @Arbiter
        public void peak(J_Result r) {
            r.r1 = ledger.reservedPeakBytes();
        }
    }

    /** What is returned while another reserves is neither lost nor counted twice. */
    @JCStressTest
    @Outcome(
            id = {"true, 60, 60", "true, 60, 100"},
            expect = ACCEPTABLE,
            desc = "reserved behind, or before")
    @Outcome(expect = FORBIDDEN, desc = "miscounted, or refused for nothing")
    @State
    public static class ReserveAndReturn {
        private final MemoryLedger ledger = new MemoryLedger(BUDGET);

        public ReserveAndReturn() {
            ledger.tryReserve(40);
        }

        @Actor
        public void reserving(ZJJ_Result r) {
            r.r1 = ledger.tryReserve(60);
        }

        @Actor
        public void returning() {
            ledger.unreserve(40);
        }

        @Arbiter
        public void count(ZJJ_Result r) {
            r.r2 = ledger.reservedBytes();
            r.r3 = ledger.reservedPeakBytes();
        }
    }

    /** An allocator that two threads settle leaves its lost frames in the account once. */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "once")
    @Outcome(expect = FORBIDDEN, desc = "twice, or not")
    @State
    public static class TwoSettle implements MemoryLedger.Usage {
        private final MemoryLedger ledger = new MemoryLedger(BUDGET);

        public TwoSettle() {
            ledger.open(this);
        }

        @Override
        public long usedBytes() {
            return 0;
        }

        @Override
        public long lostFrames() {
            return 3;
        }

        @Actor
        public void one() {
            ledger.settle(this);
        }

        @Actor
        public void other() {
            ledger.settle(this);
        }

        @Arbiter
        public void count(J_Result r) {
            r.r1 = ledger.lostFrames();
        }
    }
}
