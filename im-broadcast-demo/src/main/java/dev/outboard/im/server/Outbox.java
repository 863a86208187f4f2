package dev.outboard.im.server;

import dev.outboard.im.chat.DropPolicy;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.PushFuture;
import dev.outboard.rpc.PushOutcome;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import java.security.Principal;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the fan-out sees it: takes messages on as long as it reads, and does what the server's policy says
 * where it does not. As long as nothing waits this is one look at a flag and one at the queue's length. Any thread.
 *
 * <p>The books: a push is ACCEPTED where one more is under way than before, QUEUE_FULL where that is not so: the message was
 * dropped, or it pushed an older one out. What is pushed out beside that is counted in {@link Counters#shed}.
 */
final class Outbox implements ServerConnection {
    private final ServerConnection connection;
    private final OutboxRules rules;
    // Messages taken on and lost with their connection, over all outboxes; and pushes that are no messages.
    private final LongAdder lost;
    private final LongAdder notices;
    private final LongAdder ownNotices = new LongAdder();
    private final boolean events;

    /** Whether something waits here, so that what comes has to queue up behind it. */
    private volatile boolean waiting;

    private volatile boolean leaving;

    // Guarded by this.
    private @Nullable ArrayDeque<TaggedPush> backlog;
    private @Nullable Gaps gaps;
    private long backlogBytes;
    private boolean closed;

    /**
     * @param events whether the client wants to hear of gaps
     * @param lost counts messages that this took on and that went with the connection
     * @param notices counts pushes that are no messages
     */
    Outbox(ServerConnection connection, OutboxRules rules, boolean events, LongAdder lost, LongAdder notices) {
        this.connection = connection;
        this.rules = rules;
        this.events = events;
        this.lost = lost;
        this.notices = notices;
    }

    /** The server's own connection: {@code connection} itself, or what is in it. */
    static ServerConnection bare(ServerConnection connection) {
        return connection instanceof Outbox outbox ? outbox.connection : connection;
    }

    /** The connection itself. */
    ServerConnection connection() {
        return connection;
    }

    @Override
    public SendResult push(EncodedPush push) {
        if (leaving) {
            return SendResult.CLOSED;
        }
        if (!waiting) {
            SendResult result = send(push);
            if (result != SendResult.QUEUE_FULL) {
                return result;
            }
        }
        return push instanceof TaggedPush message ? pushSlowly(message) : SendResult.QUEUE_FULL;
    }

    @Override
    public int eventLoop() {
        return connection.eventLoop();
    }

    /**
     * Sends something that is no message, such as an event, if the queue is short enough; never waits.
     *
     * @param mostQueued bytes that may be in front of it
     */
    SendResult pushNotice(EncodedPush push, long mostQueued) {
        if (waiting || connection.queuedBytes() > mostQueued) {
            return connection.isOpen() ? SendResult.QUEUE_FULL : SendResult.CLOSED;
        }
        return notice(push);
    }

    /** Sends the first pushes that wait, as far as the connection takes them; false where something waits still. */
    synchronized boolean advance() {
        if (closed) {
            return true;
        }
        while (backlog != null && !backlog.isEmpty()) {
            TaggedPush next = backlog.getFirst();
            SendResult result = send(next);
            if (result == SendResult.QUEUE_FULL) {
                return false;
            }
            backlog.removeFirst();
            bookBacklog(-next.lengthBytes());
            next.release();
            if (result != SendResult.ACCEPTED) {
                lost.increment();
            }
        }
        waiting = false;
        return tellGaps();
    }

    /** Tells the client why, and closes the connection. May be called again. */
    void farewell(FarewellReasonEnum reason) {
        leaving = true;
        rules.farewell(this, reason);
    }

    /** Pushes the last thing; the connection's own queue has room for it. */
    PushFuture pushLast(EncodedPush push) {
        notices.increment();
        ownNotices.increment();
        PushFuture told = connection.pushTracked(push);
        if (told.outcome() == PushOutcome.REFUSED || told.outcome() == PushOutcome.CLOSED) {
            notices.decrement();
            ownNotices.decrement();
        }
        return told;
    }

    /** Gives up what waits; the connection has closed. */
    synchronized void connectionClosed() {
        closed = true;
        leaving = true;
        if (backlog != null) {
            for (TaggedPush message : backlog) {
                message.release();
                lost.increment();
            }
            backlog.clear();
            bookBacklog(-backlogBytes);
        }
    }

    /** Bytes that wait here. */
    synchronized long backlogBytes() {
        return backlogBytes;
    }

    /** Messages handed to the transport, without what is none. */
    long messagesSent() {
        return connection.pushesSent() - ownNotices.sum();
    }

    @Override
    public PushFuture pushTracked(EncodedPush push) {
        return connection.pushTracked(TaggedPush.bare(push));
    }

    @Override
    public @Nullable Principal principal() {
        return connection.principal();
    }

    @Override
    public long pushesSent() {
        return connection.pushesSent();
    }

    @Override
    public long id() {
        return connection.id();
    }

    @Override
    public String remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public @Nullable Object attachment() {
        return connection.attachment();
    }

    @Override
    public void attach(@Nullable Object attachment) {
        connection.attach(attachment);
    }

    @Override
    public void onClose(Runnable action) {
        connection.onClose(action);
    }

    @Override
    public long queuedBytes() {
        return connection.queuedBytes();
    }

    /** Closes the connection; at its time, where it was told why. */
    @Override
    public void close() {
        if (!leaving) {
            connection.close();
        }
    }

    private SendResult send(EncodedPush push) {
        // The queue itself takes a little more: for markers, and the farewell.
        long queued = connection.queuedBytes();
        return queued != 0 && queued + push.lengthBytes() > rules.queueBytes()
                ? SendResult.QUEUE_FULL
                : connection.push(TaggedPush.bare(push));
    }

    private synchronized SendResult pushSlowly(TaggedPush message) {
        if (closed) {
            return SendResult.CLOSED;
        }
        advance();
        if (!waiting) {
            SendResult result = send(message);
            if (result != SendResult.QUEUE_FULL) {
                return result;
            }
        }
        DropPolicy policy = rules.policy();
        if (policy == DropPolicy.DISCONNECT) {
            rules.chat().disconnectedSlow.increment();
            farewell(FarewellReasonEnum.FAREWELL_SLOW_CONSUMER);
            return SendResult.QUEUE_FULL;
        }
        if (policy == DropPolicy.DROP_NEWEST) {
            rules.chat().droppedNewest.increment();
            missed(message);
            return SendResult.QUEUE_FULL;
        }
        return keep(message, policy == DropPolicy.CONFLATE);
    }

    /** Keeps the message for later, in the place of what has to go for it. */
    private SendResult keep(TaggedPush message, boolean conflate) {
        ArrayDeque<TaggedPush> messages = backlog;
        if (messages == null) {
            backlog = messages = new ArrayDeque<>();
        }
        int gone = conflate ? conflate(messages, message) : 0;
        messages.addLast(message);
        message.retain();
        bookBacklog(message.lengthBytes());
        while (backlogBytes > rules.backlogBytes() && messages.size() > 1) {
            drop(messages.removeFirst());
            rules.chat().droppedOldest.increment();
            gone++;
        }
        if (!waiting) {
            waiting = true;
            rules.waiting(this);
        }
        if (gone > 1) {
            rules.books().slowConsumer.add(gone - 1L);
            rules.books().shed.add(gone - 1L);
        }
        return gone == 0 ? SendResult.ACCEPTED : SendResult.QUEUE_FULL;
    }

    private int conflate(ArrayDeque<TaggedPush> messages, TaggedPush newer) {
        for (Iterator<TaggedPush> each = messages.iterator(); each.hasNext(); ) {
            TaggedPush older = each.next();
            if (older.sameTarget(newer) && older.sender() == newer.sender()) {
                each.remove();
                drop(older);
                rules.chat().conflated.increment();
                return 1;
            }
        }
        return 0;
    }

    private void drop(TaggedPush message) {
        missed(message);
        bookBacklog(-message.lengthBytes());
        message.release();
    }

    private void missed(TaggedPush message) {
        if (!events) {
            return;
        }
        if (gaps == null) {
            gaps = new Gaps();
        }
        if (gaps.isEmpty()) {
            rules.waiting(this);
        }
        gaps.missed(message);
    }

    private void bookBacklog(long bytes) {
        backlogBytes += bytes;
        rules.chat().backlogBytes.add(bytes);
    }

    /** Once there is room again; false where there are gaps to tell still. */
    private boolean tellGaps() {
        Gaps missed = gaps;
        while (missed != null && !missed.isEmpty()) {
            Gaps.Gap gap = missed.peek();
            if (gap == null || connection.queuedBytes() > rules.queueBytes() / 2) {
                return false;
            }
            EncodedPush marker = rules.marker(gap);
            if (marker == null) {
                return false;
            }
            try {
                if (notice(marker) == SendResult.QUEUE_FULL) {
                    return false;
                }
            } finally {
                marker.release();
            }
            missed.told();
            rules.chat().gaps.increment();
        }
        return true;
    }

    /** Counted before it is sent, so that messages are never counted too high. */
    private SendResult notice(EncodedPush push) {
        notices.increment();
        ownNotices.increment();
        SendResult result = connection.push(push);
        if (result != SendResult.ACCEPTED) {
            notices.decrement();
            ownNotices.decrement();
        }
        return result;
    }
}
