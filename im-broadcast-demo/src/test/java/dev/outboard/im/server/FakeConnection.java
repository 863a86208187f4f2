package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.PushFuture;
import dev.outboard.rpc.PushOutcome;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection that takes or refuses pushes as it is told to, and remembers their numbers. */
final class FakeConnection implements ServerConnection {
    private static final AtomicLong IDS = new AtomicLong();

    /** What becomes of pushes. */
    volatile SendResult result = SendResult.ACCEPTED;
    /** Whether tracked pushes are written at once; otherwise they stay under way. */
    volatile boolean writing = true;
    /** The loop that it says it belongs to. */
    volatile int eventLoop;
    /** Whether tracked pushes can be taken back. */
    volatile boolean cancellable = true;

    /** What it says that waits in its queue. */
    volatile long queuedBytes;

    private final long id = IDS.incrementAndGet();
    private final List<Long> received = new CopyOnWriteArrayList<>();
    private final List<Runnable> closeActions = new CopyOnWriteArrayList<>();
    private final List<Tracked> underWay = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;
    private volatile @Nullable Object attachment;

    List<Long> received() {
        return received;
    }

    List<Tracked> underWay() {
        return underWay;
    }

    @Override
    public int eventLoop() {
        return eventLoop;
    }

    @Override
    public @Nullable Principal principal() {
        return null;
    }

    @Override
    public SendResult push(EncodedPush push) {
        SendResult now = open ? result : SendResult.CLOSED;
        if (now == SendResult.ACCEPTED) {
            received.add(((FakePush) push).sequence);
        }
        return now;
    }

    @Override
    public PushFuture pushTracked(EncodedPush push) {
        SendResult now = push(push);
        Tracked tracked = new Tracked(cancellable);
        if (now == SendResult.CLOSED) {
            tracked.end(PushOutcome.CLOSED);
        } else if (now != SendResult.ACCEPTED) {
            tracked.end(PushOutcome.REFUSED);
        } else if (writing) {
            tracked.end(PushOutcome.WRITTEN);
        } else {
            underWay.add(tracked);
        }
        return tracked;
    }

    @Override
    public long pushesSent() {
        return received.size();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String remoteAddress() {
        return "fake:" + id;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object newAttachment) {
        attachment = newAttachment;
    }

    @Override
    public void onClose(Runnable action) {
        closeActions.add(action);
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            closeActions.forEach(Runnable::run);
        }
    }

    /** A tracked push whose end the test decides. */
    static final class Tracked implements PushFuture {
        private final CountDownLatch done = new CountDownLatch(1);
        /** Opens when somebody wants to take it back. */
        final CountDownLatch cancelTried = new CountDownLatch(1);

        private final boolean cancellable;
        private PushOutcome outcome = PushOutcome.PENDING;

        Tracked(boolean cancellable) {
            this.cancellable = cancellable;
        }

        synchronized boolean end(PushOutcome newOutcome) {
            if (outcome != PushOutcome.PENDING) {
                return false;
            }
            outcome = newOutcome;
            done.countDown();
            return true;
        }

        @Override
        public boolean await(Duration timeout) throws InterruptedException {
            return done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public boolean cancel() {
            boolean cancelled = cancellable && end(PushOutcome.CANCELLED);
            cancelTried.countDown();
            return cancelled;
        }

        @Override
        public boolean isDone() {
            return done.getCount() == 0;
        }

        @Override
        public boolean isAccepted() {
            return true;
        }

        @Override
        public synchronized PushOutcome outcome() {
            return outcome;
        }
    }
}
