package dev.outboard.rpc.call;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.jcstress.Meeting;
import java.util.Objects;
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
    /** More looks than a worker takes before it parks. */
    private static final int MOST_LOOKS = 300;
    /** Longer than a thread takes to start. */
    private static final int MOST_START = 3000;

    /** Work that comes while the worker is about to park is run. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "run")
    @Outcome(expect = FORBIDDEN, desc = "the worker sleeps")
    @State
    public static class OfferAndPark {
        private final CountedWork work = new CountedWork();
        private volatile @Nullable Worker worker;

        @Actor
        public void worker() {
            Worker made = new Worker(2, run -> Thread.currentThread());
            worker = made;
            made.run();
        }

        @Actor
        public void submitter(Z_Result r) {
            Meeting.await(() -> worker != null);
            Worker found = Objects.requireNonNull(worker);
            Meeting.spin(MOST_LOOKS);
            found.offer(work);
            r.r1 = Meeting.await(() -> work.ends() == 1);
            found.stop();
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
            made.submit(first, 0);
            made.submit(second, 0);
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
            pool.submit(work, 0);
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
