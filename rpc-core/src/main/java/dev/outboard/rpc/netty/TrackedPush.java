package dev.outboard.rpc.netty;

import dev.outboard.rpc.PushFuture;
import dev.outboard.rpc.PushOutcome;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A push with a write of its own. It can be taken back until the loop takes it out of the queue. */
final class TrackedPush implements PushFuture, Outgoing, ChannelFutureListener {
    private enum Stage {
        QUEUED(PushOutcome.PENDING),
        SENDING(PushOutcome.PENDING),
        WRITTEN(PushOutcome.WRITTEN),
        CANCELLED(PushOutcome.CANCELLED),
        REFUSED(PushOutcome.REFUSED),
        CLOSED(PushOutcome.CLOSED);

        private final PushOutcome outcome;

        Stage(PushOutcome outcome) {
            this.outcome = outcome;
        }
    }

    private static final VarHandle STAGE;

    static {
        try {
            STAGE = MethodHandles.lookup().findVarHandle(TrackedPush.class, "stage", Stage.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EncodedFrame push;
    /** Asked when the push may be another already. */
    private final ServerCore core;

    private final int lengthBytes;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Stage stage = Stage.QUEUED;
    /** Set before anybody else sees this. */
    private boolean turnedAway;

    /** Set on the event loop before the write that it counts. */
    private @Nullable Outbound out;

    /** <em>Consumes</em> one reference. */
    TrackedPush(EncodedFrame push) {
        this.push = push;
        this.core = push.owner();
        this.lengthBytes = push.lengthBytes();
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean cancel() {
        return finish(Stage.QUEUED, Stage.CANCELLED);
    }

    @Override
    public boolean isDone() {
        return outcome() != PushOutcome.PENDING;
    }

    @Override
    public boolean isAccepted() {
        return !turnedAway;
    }

    @Override
    public PushOutcome outcome() {
        return stage.outcome;
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    /** It was not accepted. */
    void refused(PushOutcome outcome) {
        turnedAway = true;
        finish(Stage.QUEUED, outcome == PushOutcome.CLOSED ? Stage.CLOSED : Stage.REFUSED);
        push.release();
    }

    @Override
    public void writeTo(Outbound connection) {
        out = connection;
        try {
            if (STAGE.compareAndSet(this, Stage.QUEUED, Stage.SENDING)) {
                ChannelPromise written = connection.newPromise();
                written.addListener(this);
                connection.write(push.frame().retainedDuplicate(), written);
            }
        } finally {
            push.release();
        }
    }

    @Override
    public void discard() {
        if (finish(Stage.QUEUED, Stage.CLOSED)) {
            core.pushLost();
        }
        push.release();
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        Outbound connection = out;
        if (connection != null) {
            // Before anybody who waits for the end can ask for the count.
            core.pushEnded(connection, written.isSuccess());
        }
        finish(Stage.SENDING, written.isSuccess() ? Stage.WRITTEN : Stage.CLOSED);
    }

    private boolean finish(Stage from, Stage to) {
        if (!STAGE.compareAndSet(this, from, to)) {
            return false;
        }
        done.countDown();
        return true;
    }
}
