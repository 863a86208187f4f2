package dev.outboard.rpc.channel;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.CancelRegistration;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.EncodedMessage;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unary call whose request is kept, because it waits for a connection or may be made again. Any thread.
 *
 * <p>It is over once, under its lock, for whatever reason comes first: a reply, a failure that is not retried, the deadline,
 * the caller, the channel's end. Who ends it tells the handler, outside of the lock, and everybody else falls silent. The
 * request is given back when the call is over and no attempt is being written.
 *
 * <p>It claims <em>not processed</em> only where that holds for every attempt.
 */
final class ManagedCall implements CallHandle, Waiting {
    private final ChannelCore core;
    private final Method method;
    private final EncodedMessage message;
    private final CallOptions options;
    private final long deadlineNanos;
    private final ReplyHandler handler;
    private final BoundView view;
    private final long hashKey;
    private final CallPolicy policy;

    // Guarded by this.
    private final List<Attempt> attempts = new ArrayList<>(2);
    private boolean over;
    private boolean waiting;
    private boolean released;
    private boolean retriedAtOnce;
    private boolean maybeProcessed;
    private int writing;
    private int made;
    private int retries;
    /** For the deadline while it waits, the next attempt otherwise. */
    private ChannelScheduler.@Nullable Task timer;

    private @Nullable ClientConnection last;

    /** What is to be done after a failure. */
    private enum Step {
        END,
        AT_ONCE,
        LATER,
        LEAVE_TO_OTHERS
    }

    /** What takes it out of its parent's actions. */
    private @Nullable CancelRegistration inParent;

    /** <em>Consumes</em> the message. */
    ManagedCall(
            ChannelCore core,
            Method method,
            EncodedMessage message,
            CallOptions options,
            ReplyHandler handler,
            BoundView view,
            CallPolicy policy) {
        this.core = core;
        this.method = method;
        this.message = message;
        CallContext parent = options.parent();
        long left = parent == null ? Long.MAX_VALUE : parent.remainingNanos();
        this.options = options;
        this.deadlineNanos = core.nanoTime() + Math.min(Math.min(options.timeoutNanos(), left), BoundView.MOST_NANOS);
        this.handler = handler;
        this.view = view;
        this.hashKey = view.hashKey();
        this.policy = policy;
    }

    void start() {
        core.began(this);
        if (core.isClosed()) {
            channelClosed();
            return;
        }
        CallContext parent = options.parent();
        if (parent != null) {
            // Also while it waits; of a parent that is cancelled already this ends it at once.
            tie(parent);
        }
        makeAttempt();
    }

    private void tie(CallContext parent) {
        CancelRegistration added;
        try {
            added = parent.onCancel(() -> cancel("parent: cancelled"));
        } catch (RuntimeException e) {
            // The parent has ended: nobody has this call yet, so its maker hears of it, and nothing stays.
            List<Attempt> none;
            synchronized (this) {
                none = finish();
            }
            cleanUp(none, "parent: ended");
            throw e;
        }
        synchronized (this) {
            if (!over) {
                inParent = added;
                return;
            }
        }
        added.remove();
    }

    void channelClosed() {
        end(core.gone(), false);
    }

    @Override
    public void cancel(String reason) {
        end(new Status(StatusCode.CANCELLED, true, reason), false);
    }

    private void makeAttempt() {
        ClientConnection connection = core.pick(hashKey, avoided());
        if (connection != null) {
            connected(connection);
        } else {
            core.await(this);
        }
    }

    // ---- waiting

    @Override
    public void connected(ClientConnection connection) {
        Attempt attempt = new Attempt(this, message);
        long left = deadlineNanos - core.nanoTime();
        int number = 0;
        synchronized (this) {
            if (over) {
                return;
            }
            waiting = false;
            stopTimer();
            if (left > 0) {
                last = connection;
                made++;
                number = made;
                writing++;
                attempts.add(attempt);
            }
        }
        if (left <= 0) {
            expired();
            return;
        }
        try {
            CallOptions tried = options.withTimeoutNanos(left).withAttempt(options.attempt() + number - 1);
            written(attempt, connection.startCall(method, attempt, tried, attempt));
        } catch (RuntimeException e) {
            written(attempt, null);
            failed(attempt, new Status(StatusCode.INTERNAL, false, "attempt: " + e), false);
        }
    }

    /** The connection has the attempt, and the request was read. */
    private void written(Attempt attempt, @Nullable CallHandle handle) {
        boolean late;
        synchronized (this) {
            writing--;
            attempt.handle = handle;
            late = over;
            if (!over && policy instanceof HedgingPolicy hedging && made < hedging.maxAttempts() && timer == null) {
                timer = core.later(this::hedgeDue, hedging.delay().toNanos());
            }
        }
        if (late && handle != null) {
            handle.cancel("call: over");
        }
        releaseIfDone();
    }

    @Override
    public void refused(Status status) {
        Step step;
        synchronized (this) {
            waiting = false;
            stopTimer();
            step = over || core.isClosed() ? Step.END : stepAfter(status, true, false);
        }
        perform(step, status, false);
    }

    @Override
    public synchronized void waits() {
        if (over) {
            core.noLongerWaits(this);
        } else {
            waiting = true;
            stopTimer();
            timer = core.later(this::expired, Math.max(0, deadlineNanos - core.nanoTime()));
        }
    }

    @Override
    public synchronized boolean isOver() {
        return over;
    }

    @Override
    public boolean failsFast() {
        return !view.waits();
    }

    @Override
    public long hashKey() {
        return hashKey;
    }

    @Override
    public synchronized @Nullable ClientConnection avoided() {
        return last;
    }

    @Override
    public int lengthBytes() {
        return message.lengthBytes();
    }

    private void expired() {
        end(new Status(StatusCode.DEADLINE_EXCEEDED, true, "deadline: passed before it was sent"), false);
    }

    // ---- attempts

    /** On the event loop. */
    void replied(Attempt attempt, WireReader reply, @Nullable ReplyInfo info) {
        List<Attempt> others;
        synchronized (this) {
            attempts.remove(attempt);
            if (over) {
                return;
            }
            others = finish();
        }
        core.budget.succeeded();
        try {
            if (info == null) {
                handler.onReply(reply);
            } else {
                handler.onReply(reply, info);
            }
        } finally {
            cleanUp(others, "call: answered elsewhere");
        }
    }

    /** @param onEventLoop whether the handler may hear of it here and now */
    void failed(Attempt attempt, Status status, boolean onEventLoop) {
        Step step;
        synchronized (this) {
            attempts.remove(attempt);
            if (over) {
                return;
            }
            maybeProcessed |= !status.notProcessed();
            step = stepAfter(status, isUnprocessed(status) && !attempt.isTooLong(), true);
        }
        perform(step, status, onEventLoop);
    }

    private static boolean isUnprocessed(Status status) {
        return status.notProcessed()
                && (status.code() == StatusCode.UNAVAILABLE || status.code() == StatusCode.RESOURCE_EXHAUSTED);
    }

    /**
     * Under the lock.
     *
     * @param attempted whether an attempt failed; else there was no connection for one, which is no load on any server
     */
    private Step stepAfter(Status status, boolean unprocessed, boolean attempted) {
        if (unprocessed && attempted && !retriedAtOnce && status.code() == StatusCode.UNAVAILABLE) {
            retriedAtOnce = true;
            return Step.AT_ONCE;
        }
        return policy instanceof HedgingPolicy hedging
                ? hedgeAfter(hedging, status, unprocessed, attempted)
                : retryAfter((RetryPolicy) policy, status, unprocessed, attempted);
    }

    private Step hedgeAfter(HedgingPolicy hedging, Status status, boolean unprocessed, boolean attempted) {
        if (!unprocessed && !hedging.nonFatalCodes().contains(status.code())) {
            return Step.END;
        }
        charge(attempted);
        if (attempted && made < hedging.maxAttempts() && core.budget.allows()) {
            stopTimer();
            return Step.AT_ONCE;
        }
        return attempts.isEmpty() && !waiting ? Step.END : Step.LEAVE_TO_OTHERS;
    }

    private Step retryAfter(RetryPolicy retry, Status status, boolean unprocessed, boolean attempted) {
        if (!unprocessed && !retry.idempotentCodes().contains(status.code())) {
            return Step.END;
        }
        charge(attempted);
        long delay = core.jittered(retry.backoff(), retries);
        if (retries + 1 >= retry.maxAttempts()
                || !core.budget.allows()
                || core.nanoTime() + delay - deadlineNanos >= 0) {
            return Step.END;
        }
        retries++;
        stopTimer();
        timer = core.later(this::retryDue, delay);
        return Step.LATER;
    }

    private void charge(boolean attempted) {
        if (attempted) {
            core.budget.failed();
        }
    }

    private void perform(Step step, Status status, boolean onEventLoop) {
        if (step == Step.END) {
            end(status, onEventLoop);
        } else if (step == Step.AT_ONCE) {
            makeAttempt();
        }
    }

    private void retryDue() {
        synchronized (this) {
            timer = null;
        }
        makeAttempt();
    }

    private void hedgeDue() {
        synchronized (this) {
            timer = null;
        }
        ClientConnection connection = core.budget.allows() ? core.pick(hashKey, avoided()) : null;
        if (connection != null) {
            connected(connection);
        }
    }

    // ---- the end

    private void end(Status status, boolean onEventLoop) {
        Status told;
        List<Attempt> others;
        synchronized (this) {
            if (over) {
                return;
            }
            boolean notProcessed = status.notProcessed() && !maybeProcessed && attempts.isEmpty();
            told = new Status(status.code(), notProcessed, status.message(), status.details());
            others = finish();
        }
        cleanUp(others, status.message());
        if (onEventLoop) {
            handler.onFailure(told);
        } else {
            core.soon(() -> handler.onFailure(told));
        }
    }

    /** Under the lock: nobody but the caller ends it any more. Returns the attempts that are still out. */
    private List<Attempt> finish() {
        over = true;
        CancelRegistration added = inParent;
        inParent = null;
        if (added != null) {
            added.remove();
        }
        stopTimer();
        List<Attempt> others = List.copyOf(attempts);
        attempts.clear();
        return others;
    }

    private void cleanUp(List<Attempt> others, String reason) {
        core.ended(this);
        boolean waited;
        synchronized (this) {
            waited = waiting;
        }
        if (waited) {
            core.noLongerWaits(this);
        }
        for (Attempt other : others) {
            CallHandle handle;
            synchronized (this) {
                handle = other.handle;
            }
            if (handle != null) {
                handle.cancel(reason);
            } // else it is being written, and who writes it will see that the call is over
        }
        releaseIfDone();
    }

    private void releaseIfDone() {
        synchronized (this) {
            if (!over || writing > 0 || released) {
                return;
            }
            released = true;
        }
        message.release();
    }

    private void stopTimer() {
        ChannelScheduler.Task set = timer;
        timer = null;
        if (set != null) {
            set.cancel();
        }
    }
}
