package dev.outboard.im.server;

import dev.outboard.im.backplane.Outgoing;
import dev.outboard.im.chat.FirstAnswer;
import dev.outboard.im.chat.IdempotencyWindow;
import dev.outboard.im.v1.ReceiptEncoder;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message that has a number and is not stored yet, and the calls that wait for that: its sender's, and those by which he
 * sends it again meanwhile. The calls are answered when it is stored, and its copy with it, or end with their deadlines
 * and with their clients.
 */
final class PendingMessage implements Outgoing {
    private static final Logger LOG = LoggerFactory.getLogger(PendingMessage.class);

    private final ClusterPublisher publisher;
    private final Group group;
    private final StoredMessage message;
    private final String id;
    private final IdempotencyWindow.@Nullable Key key;
    /** The message that this is a copy of. */
    private final @Nullable PendingMessage original;

    // Guarded by this. What comes first ends a call: the answer, its deadline, or the server.
    private final List<ServerCall> calls = new ArrayList<>(1);
    private FirstAnswer answer;
    private boolean repeated;
    private int unstored;

    /**
     * @param key under which it may be sent again; null for none
     * @param copies messages that are stored with it before anybody is answered
     */
    PendingMessage(
            ClusterPublisher publisher,
            Group group,
            StoredMessage message,
            String id,
            IdempotencyWindow.@Nullable Key key,
            @Nullable PendingMessage original,
            int copies) {
        this.publisher = publisher;
        this.group = group;
        this.message = message;
        this.id = id;
        this.key = key;
        this.original = original;
        this.unstored = 1 + copies;
        this.answer = new FirstAnswer(message.epoch(), message.sequence(), 0, 0);
    }

    Group group() {
        return group;
    }

    StoredMessage message() {
        return message;
    }

    IdempotencyWindow.@Nullable Key key() {
        return key;
    }

    /** Has this call wait, too. <em>Consumes</em> it: it is ended here, at the latest when its client does not wait any more. */
    synchronized void await(ServerCall call) {
        // First of the two: once it is in the list, it may end, and be another call.
        call.onCancel(() -> giveUp(call));
        calls.add(call);
        if (call.cancelled()) {
            giveUp(call);
        }
    }

    /** The message is stored all the same. */
    private synchronized void giveUp(ServerCall call) {
        if (calls.remove(call)) {
            call.fail(StatusCode.CANCELLED, "message: not stored yet");
        }
    }

    @Override
    public String target() {
        return message.inbox() == 0
                ? "g." + Integer.toUnsignedString(message.groupId())
                : "u." + Long.toUnsignedString(message.inbox());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean shared() {
        return key != null || original != null && original.key != null;
    }

    @Override
    public byte[] bytes() {
        return message.bytes();
    }

    @Override
    public void deliver() {
        try {
            FirstAnswer reached = publisher.deliver(this);
            synchronized (this) {
                answer = reached;
            }
        } catch (RuntimeException e) {
            LOG.error("A message was not handed to members here", e);
        }
    }

    @Override
    public void stored(byte @Nullable [] first) {
        try {
            FirstAnswer before = publisher.stored(this, first);
            synchronized (this) {
                if (before != null) {
                    answer = before;
                    repeated = true;
                }
            }
        } catch (RuntimeException e) {
            LOG.error("A message that is stored was not noted", e);
        } finally {
            publisher.settled(this);
            partStored();
            if (original != null) {
                original.partStored();
            }
        }
    }

    synchronized int waitingCalls() {
        return calls.size();
    }

    /** What it is answered with. */
    synchronized FirstAnswer answer() {
        return answer;
    }

    /** The message, or a copy of it, is stored, or a copy never will be. */
    void partStored() {
        List<ServerCall> waiting;
        FirstAnswer to;
        boolean again;
        synchronized (this) {
            if (--unstored > 0) {
                return;
            }
            waiting = List.copyOf(calls);
            calls.clear();
            to = answer;
            again = repeated;
        }
        for (int i = 0; i < waiting.size(); i++) {
            answer(waiting.get(i), to, again || i > 0);
        }
    }

    /** Ends the calls that nobody waits for any more. */
    synchronized void dropExpired() {
        calls.removeIf(call -> {
            boolean over = call.expired();
            if (over) {
                call.fail(StatusCode.DEADLINE_EXCEEDED, "message: not stored yet");
            }
            return over;
        });
    }

    /** Ends all calls: the server goes. */
    synchronized void abandon() {
        calls.forEach(call -> call.fail(StatusCode.UNAVAILABLE, "server: gone before the message was stored"));
        calls.clear();
    }

    private static void answer(ServerCall call, FirstAnswer answer, boolean repeated) {
        try {
            Calls.answer(call, () -> write(call, answer, repeated));
        } catch (RuntimeException e) {
            LOG.error("A publish was not answered", e);
        }
    }

    static void write(ServerCall call, FirstAnswer answer, boolean repeated) {
        new ReceiptEncoder()
                .wrap(call.reply())
                .sequence(answer.sequence())
                .recipients(answer.recipients())
                .dropped(answer.dropped())
                .epoch(answer.epoch())
                .repeated(repeated);
    }
}
