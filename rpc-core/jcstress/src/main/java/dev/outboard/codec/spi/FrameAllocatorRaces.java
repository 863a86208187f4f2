package dev.outboard.codec.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.jcstress.Meeting;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZJL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Frames between threads, their lists, the pools and the account. */
public class FrameAllocatorRaces {
    private static final int SMALL = SizeClasses.of(Account.SMALL_BYTES);
    /** Frames of which a thread's list keeps one, so that it runs dry at once. */
    private static final int ONE_LISTED = SizeClasses.of(SizeClasses.LARGEST_LISTED);
    /** Not one that runs: every release is by another thread. */
    private static final Thread OWNER = new Thread();

    /** Two threads never have the same frame, and the account is even when both have given theirs back. */
    @JCStressTest
    @Outcome(id = "true, 512, 0 used 0 reserved", expect = ACCEPTABLE, desc = "a frame each")
    @Outcome(expect = FORBIDDEN, desc = "the same frame, or a wrong account")
    @State
    public static class TwoAllocate {
        private final Meeting meeting = new Meeting();
        private final Account account = new Account();
        private final PooledFrame[] frames = new PooledFrame[2];

        @Actor
        public void one() {
            meeting.join();
            frames[0] = account.allocator.take(Account.SMALL_BYTES);
        }

        @Actor
        public void other() {
            meeting.join();
            frames[1] = account.allocator.take(Account.SMALL_BYTES);
        }

        @Arbiter
        public void settle(ZJL_Result r) {
            r.r1 = frames[0].memoryIndex() != frames[1].memoryIndex();
            r.r2 = account.ledger.usedBytes();
            account.allocator.release(frames[0]);
            account.allocator.release(frames[1]);
            r.r3 = account.settled();
        }
    }

    /** A frame that comes back while its allocator closes goes back to the system with it. */
    @JCStressTest
    @Outcome(id = "0 used 0 reserved", expect = ACCEPTABLE, desc = "all went back")
    @Outcome(expect = FORBIDDEN, desc = "a slab stays reserved, or goes back twice")
    @State
    public static class ReleaseAndClose {
        private final Meeting meeting = new Meeting();
        private final Account account = new Account();
        private final ByteBuf frame = account.allocator.directBuffer(Account.SMALL_BYTES);

        @Actor
        public void releasing() {
            meeting.join();
            frame.release();
        }

        @Actor
        public void closing() {
            meeting.join();
            account.allocator.close();
        }

        @Arbiter
        public void count(L_Result r) {
            r.r1 = account.text(0);
        }
    }

    /** A frame that another thread releases while its owner ends comes home to the owner or to the pool. */
    @JCStressTest
    @Outcome(id = "0 used 0 reserved", expect = ACCEPTABLE, desc = "home, once")
    @Outcome(expect = FORBIDDEN, desc = "lost between the two, or there twice")
    @State
    public static class ReleaseAndOwnersEnd {
        private final Meeting meeting = new Meeting();
        private final Account account = new Account();
        private final OwnerLists owner = new OwnerLists(account.allocator, OWNER);
        private final PooledFrame frame = owner.allocate(SMALL);

        @Actor
        public void other() {
            meeting.join();
            account.allocator.release(frame);
        }

        @Actor
        public void owner() {
            meeting.join();
            owner.close();
        }

        @Arbiter
        public void settle(L_Result r) {
            r.r1 = account.settled(owner);
        }
    }

    /** What another thread releases while the owner looks for frames comes home, and to nobody else. */
    @JCStressTest
    @Outcome(id = "0 used 0 reserved", expect = ACCEPTABLE, desc = "home, once")
    @Outcome(expect = FORBIDDEN, desc = "lost on the way, or there twice")
    @State
    public static class ReleaseAndAllocate {
        private final Meeting meeting = new Meeting();
        private final Account account = new Account();
        private final OwnerLists owner = new OwnerLists(account.allocator, OWNER);
        private final PooledFrame first = owner.allocate(ONE_LISTED);
        private final PooledFrame second = owner.allocate(ONE_LISTED);

        @Actor
        public void other() {
            account.allocator.release(first);
            meeting.join();
            account.allocator.release(second);
        }

        @Actor
        public void owner() {
            meeting.join();
            PooledFrame third = owner.allocate(ONE_LISTED);
            PooledFrame fourth = owner.allocate(ONE_LISTED);
            owner.release(third, ONE_LISTED);
            owner.release(fourth, ONE_LISTED);
        }

        @Arbiter
        public void settle(L_Result r) {
            owner.close();
            r.r1 = account.settled(owner);
        }
    }

    /** Two threads that both need another's idle slab never wait for each other, and one of them has its frame. */
    @JCStressTest
    @Outcome(
            id = {"true, false, 0 used 0 reserved", "false, true, 0 used 0 reserved"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @Outcome(expect = FORBIDDEN, desc = "over the budget, or both refused")
    @State
    public static class TwoSlabsOfTooMuch {
        private final Meeting meeting = new Meeting();
        private final Account account = new Account(Account.LARGE_BYTES);
        private @Nullable ByteBuf first;
        private @Nullable ByteBuf second;

        public TwoSlabsOfTooMuch() {
            account.allocator.directBuffer(Account.LARGE_BYTES / 2).release();
        }

        @Actor
        public void one() {
            meeting.join();
            first = allocate(Account.LARGE_BYTES);
        }

        @Actor
        public void other() {
            meeting.join();
            second = allocate(Account.LARGE_BYTES * 3 / 4);
        }

        @Arbiter
        public void settle(ZZL_Result r) {
            r.r1 = first != null && first.release();
            r.r2 = second != null && second.release();
            r.r3 = account.settled();
        }

        private @Nullable ByteBuf allocate(int bytes) {
            try {
                return account.allocator.directBuffer(bytes);
            } catch (FrameBudgetException e) {
                return null;
            }
        }
    }
}
