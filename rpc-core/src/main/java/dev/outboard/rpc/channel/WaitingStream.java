package dev.outboard.rpc.channel;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.CancelRegistration;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.EncodedMessage;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import org.jspecify.annotations.Nullable;

/**
 * A stream that waits for its connection: not ready until then, afterwards that connection's stream. Any thread.
 *
 * <p>The connection's stream is opened under the lock, so that a receiver who hears of it on the event loop, before it was
 * returned here, finds it all the same.
 */
final class WaitingStream implements ClientStream, Waiting {
    private final ChannelCore core;
    private final Method method;
    private final @Nullable EncodedMessage request;
    private final CallOptions options;
    private final long timeoutNanos;
    private final long deadlineNanos;
    private final BoundView view;
    private final long hashKey;
    private final Receiver receiver;
    /** Set once, under the lock. */
    private volatile @Nullable ClientStream opened;

    // Guarded by this.
    private boolean over;
    private boolean halfClosed;
    private boolean wantsToSend;
    private ChannelScheduler.@Nullable Task deadline;
    /** What takes it out of its parent's actions. */
    private @Nullable CancelRegistration inParent;

    /**
     * <em>Consumes</em> the request.
     *
     * @param options whose timeout of 0 is none
     */
    WaitingStream(
            ChannelCore core,
            Method method,
            @Nullable EncodedMessage request,
            CallOptions options,
            StreamReceiver receiver,
            BoundView view) {
        this.core = core;
        this.method = method;
        this.request = request;
        this.options = options;
        this.timeoutNanos = withParent(options);
        this.deadlineNanos = core.nanoTime() + Math.min(timeoutNanos, BoundView.MOST_NANOS);
        this.view = view;
        this.hashKey = view.hashKey();
        this.receiver = new Receiver(receiver);
    }

    /** Nanoseconds that the stream has, the parent's rest among them; 0 for any number. */
    private static long withParent(CallOptions options) {
        CallContext parent = options.parent();
        long left = parent == null ? Long.MAX_VALUE : Math.max(1, parent.remainingNanos());
        long own = options.timeoutNanos() == 0 ? Long.MAX_VALUE : options.timeoutNanos();
        long least = Math.min(own, left);
        return least == Long.MAX_VALUE ? 0 : least;
    }

    /**
     * Has it end with its parent also while it waits; called before anybody else has it.
     *
     * @throws RuntimeException where the parent has ended
     */
    void tie() {
        CallContext parent = options.parent();
        if (parent == null) {
            return;
        }
        CancelRegistration added;
        try {
            added = parent.onCancel(() -> fail(new Status(StatusCode.CANCELLED, true, "parent: cancelled")));
        } catch (RuntimeException e) {
            releaseRequest();
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

    // ---- ClientStream

    @Override
    public SendResult send(MessageWriter message) {
        ClientStream stream = opened();
        if (stream != null) {
            return stream.send(message);
        }
        synchronized (this) {
            if (opened == null) {
                if (over || halfClosed || !method.shape().clientStreams()) {
                    return SendResult.CLOSED;
                }
                wantsToSend = true;
                return SendResult.NOT_READY;
            }
        }
        return send(message);
    }

    @Override
    public boolean isReady() {
        ClientStream stream = opened;
        return stream != null && stream.isReady();
    }

    @Override
    public long holdCredit() {
        ClientStream stream = opened();
        if (stream == null) {
            throw new IllegalStateException("message: none (expected: one that is being delivered)");
        }
        return stream.holdCredit();
    }

    @Override
    public void returnCredit(long bytes) {
        ClientStream stream = opened();
        if (stream == null) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: no more than is held, 0)");
        }
        stream.returnCredit(bytes);
    }

    @Override
    public void end() {
        ClientStream stream;
        synchronized (this) {
            stream = opened;
            halfClosed = true;
        }
        if (stream != null) {
            stream.end();
        }
    }

    @Override
    public void cancel(String reason) {
        ClientStream stream = opened();
        if (stream != null) {
            stream.cancel(reason);
        } else if (!fail(new Status(StatusCode.CANCELLED, true, reason))) {
            // It was opened, or ended, between the two.
            ClientStream late = opened();
            if (late != null) {
                late.cancel(reason);
            }
        }
    }

    /** The connection's stream, also where it is being opened. */
    private @Nullable ClientStream opened() {
        ClientStream stream = opened;
        if (stream != null) {
            return stream;
        }
        synchronized (this) {
            return opened;
        }
    }

    // ---- Waiting

    @Override
    public void connected(ClientConnection connection) {
        long left = timeoutNanos == 0 ? 0 : deadlineNanos - core.nanoTime();
        if (timeoutNanos != 0 && left <= 0) {
            expired();
            return;
        }
        synchronized (this) {
            if (over) {
                return;
            }
            over = true; // as far as waiting goes
            stopDeadline();
            try {
                open(connection, left);
            } catch (RuntimeException e) {
                core.soon(() -> receiver.onFailure(new Status(StatusCode.INTERNAL, false, "opening: " + e)));
            }
        }
        releaseRequest();
        untie(); // the connection's stream has ties of its own
    }

    /** Under the lock. */
    private void open(ClientConnection connection, long timeoutLeftNanos) {
        CallOptions rest = options.withTimeoutNanos(timeoutLeftNanos);
        ClientStream stream = request == null
                ? connection.openStream(method, rest, receiver)
                : connection.openStream(method, request, rest, receiver);
        opened = stream;
        if (halfClosed) {
            stream.end();
        }
        if (wantsToSend) {
            connection.execute(receiver::onReady);
        }
    }

    @Override
    public void refused(Status status) {
        fail(status);
    }

    @Override
    public synchronized void waits() {
        if (over) {
            core.noLongerWaits(this);
        } else if (timeoutNanos != 0) {
            deadline = core.later(this::expired, Math.max(0, deadlineNanos - core.nanoTime()));
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
    public int lengthBytes() {
        return request == null ? 0 : request.lengthBytes();
    }

    private void expired() {
        fail(new Status(StatusCode.DEADLINE_EXCEEDED, true, "deadline: passed before it was sent"));
    }

    /** Ends the waiting; false where it was over. */
    private boolean fail(Status status) {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            stopDeadline();
        }
        core.noLongerWaits(this);
        releaseRequest();
        untie();
        core.soon(() -> receiver.onFailure(status));
        return true;
    }

    private void untie() {
        CancelRegistration added;
        synchronized (this) {
            added = inParent;
            inParent = null;
        }
        if (added != null) {
            added.remove();
        }
    }

    private void releaseRequest() {
        if (request != null) {
            request.release();
        }
    }

    private void stopDeadline() {
        ChannelScheduler.Task set = deadline;
        deadline = null;
        if (set != null) {
            set.cancel();
        }
    }

    /** Knows when the stream is over, after which its user hears no more, also not that it may send. */
    private static final class Receiver implements StreamReceiver {
        private final StreamReceiver user;
        /** The event loop's. */
        private boolean ended;

        Receiver(StreamReceiver user) {
            this.user = user;
        }

        @Override
        public void onMessage(WireReader message) {
            user.onMessage(message);
        }

        @Override
        public void onReady() {
            if (!ended) {
                user.onReady();
            }
        }

        @Override
        public void onComplete() {
            ended = true;
            user.onComplete();
        }

        @Override
        public void onComplete(ReplyInfo info) {
            ended = true;
            user.onComplete(info);
        }

        @Override
        public void onFailure(Status status, ReplyInfo info) {
            ended = true;
            user.onFailure(status, info);
        }

        @Override
        public void onFailure(Status status) {
            ended = true;
            user.onFailure(status);
        }
    }
}
