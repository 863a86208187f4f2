package dev.outboard.rpc.call;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.jcstress.Meeting;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Work between those who submit it, a worker, and who closes the pool. */
public class WorkerPoolRaces {
    /** Longer than a thread takes to start. */
    private static final int MOST_START = 3000;

    /** Work that comes while workers look for it, and are about to park, is done. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "both are done")
    @Outcome(expect = FORBIDDEN, desc = "the workers sleep")
    @State
    public static class SubmitAndPark {
        private final TwoSubmit both = new TwoSubmit();

        @Actor
        public void owner(Z_Result r) {
            r.r1 = both.asOwner(WorkerPool::submit);
        }

        @Actor
        public void other() {
            both.asOther();
        }
    }

    /** Work that one worker must do is done, whatever the others are at. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "both are done")
    @Outcome(expect = FORBIDDEN, desc = "a worker sleeps")
    @State
    public static class SubmitInOrderAndPark {
        private final TwoSubmit both = new TwoSubmit();

        @Actor
        public void owner(Z_Result r) {
            r.r1 = both.asOwner((pool, work) -> pool.submitInOrder(work, 1));
        }

        @Actor
        public void other() {
            both.asOther();
        }
    }

    /** Two threads that each submit a piece of work, at about the time at which the workers have started and park. */
    private static final class TwoSubmit {
        private final CountedWork first = new CountedWork();
        private final CountedWork second = new CountedWork();
        private volatile @Nullable WorkerPool pool;

        /** Makes the pool, and closes it; whether both pieces were done. */
        boolean asOwner(BiPredicate<WorkerPool, CountedWork> submit) {
            WorkerPool made = new WorkerPool(2, 2, Thread::new);
            pool = made;
            Meeting.spin(MOST_START);
            boolean taken = submit.test(made, first);
            made.wake();
            boolean done = Meeting.await(() -> first.ends() + second.ends() == 2);
            made.close();
            return taken && done;
        }

        void asOther() {
            Meeting.await(() -> pool != null);
            WorkerPool found = Objects.requireNonNull(pool);
            Meeting.spin(MOST_START);
            found.submit(second);
            found.wake();
        }
    }

    /** Closing runs or abandons what was submitted before, each piece once. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one end for each")
    @Outcome(expect = FORBIDDEN, desc = "lost, or ended twice")
    @State
    public static class RunAndClose {
        private final CountedWork first = new CountedWork();
        private final CountedWork second = new CountedWork();
        private volatile @Nullable WorkerPool pool;

        @Actor
        public void submitter() {
            WorkerPool made = new WorkerPool(1, 2, Thread::new);
            made.submit(first);
            made.submit(second);
            made.wake();
            pool = made;
        }

        @Actor
        public void closing() {
            Meeting.await(() -> pool != null);
            Meeting.spin(MOST_START);
            Objects.requireNonNull(pool).close();
        }

        @Arbiter
        public void count(II_Result r) {
            r.r1 = first.ends();
            r.r2 = second.ends();
        }
    }

    /** Who submits and finds the pool open behind that need not care: closing sees to the work. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "the pool ends it")
    @Outcome(
            id = {"false, 0", "false, 1"},
            expect = ACCEPTABLE,
            desc = "who submitted it is told to end it")
    @Outcome(expect = FORBIDDEN, desc = "lost, or ended twice")
    @State
    public static class SubmitAndClose {
        private final CountedWork work = new CountedWork();
        private final WorkerPool pool = new WorkerPool(1, 2, Unstarted::new);

        @Actor
        public void submitter(ZI_Result r) {
            pool.submit(work);
            r.r1 = !pool.isClosed();
        }

        @Actor
        public void closing() {
            pool.close();
        }

        @Arbiter
        public void count(ZI_Result r) {
            r.r2 = work.ends();
        }
    }

    /** A worker that has ended already, as far as the pool can see. */
    private static final class Unstarted extends Thread {
        Unstarted(Runnable run) {
            super(run);
        }

        @Override
        public void start() {
            // Its work is what closing finds.
        }
    }
}
