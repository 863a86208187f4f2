package dev.outboard.im.server;

import dev.outboard.codec.WireReader;
import dev.outboard.im.backplane.Backplane;
import dev.outboard.im.chat.FirstAnswer;
import dev.outboard.im.chat.IdempotencyWindow;
import dev.outboard.im.chat.RateLimit;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes where nodes share groups: a message gets its number under its group's lock and goes to the store; when it is
 * there, members here get it, and its sender the answer. Any thread.
 */
final class ClusterPublisher {
    private static final HexFormat HEX = HexFormat.of();

    private final RecordCodec codec;
    private final StoredDelivery delivery;
    private final IdempotencyWindow window;
    private final ChatCounters chat;
    private final ClusterCounters counters;
    private final ChatClock clock;
    private final Backplane backplane;
    private final Set<PendingMessage> pending = ConcurrentHashMap.newKeySet();
    // Under the locks of their groups, which are many, so one of its own as well.
    private final Map<IdempotencyWindow.Key, PendingMessage> keys = new ConcurrentHashMap<>();

    ClusterPublisher(
            RecordCodec codec,
            StoredDelivery delivery,
            IdempotencyWindow window,
            ChatCounters chat,
            ClusterCounters counters,
            ChatClock clock,
            Backplane backplane) {
        this.codec = codec;
        this.delivery = delivery;
        this.window = window;
        this.chat = chat;
        this.counters = counters;
        this.clock = clock;
        this.backplane = backplane;
    }

    /**
     * Publishes a message that was checked. <em>Consumes</em> the call, unless it throws.
     *
     * @param inbox the user whose inbox {@code group} is; 0 for a group
     * @param copyTo the sender's own inbox, which gets a copy; null for none
     */
    void publish(
            ServerCall call,
            Publication publication,
            Group group,
            long inbox,
            @Nullable Group copyTo,
            RateLimit groupRate) {
        IdempotencyWindow.Key key = key(publication, inbox);
        FirstAnswer before = null;
        PendingMessage message = null;
        group.order().lock();
        try {
            if (key != null) {
                before = window.find(key, clock.nanos());
                PendingMessage underWay = keys.get(key);
                if (before != null || underWay != null) {
                    chat.repeats.increment();
                }
                if (before == null && underWay != null) {
                    underWay.await(call);
                    return;
                }
            }
            if (before == null) {
                message = begin(call, publication, group, inbox, key, copyTo != null, groupRate);
            }
        } finally {
            group.order().unlock();
        }
        if (before != null) {
            FirstAnswer first = before;
            Calls.answer(call, () -> PendingMessage.write(call, first, true));
        } else if (message != null && copyTo != null) {
            copy(message, copyTo);
        }
    }

    private PendingMessage begin(
            ServerCall call,
            Publication publication,
            Group group,
            long inbox,
            IdempotencyWindow.@Nullable Key key,
            boolean copied,
            RateLimit rate) {
        if (!group.rate().tryTake(rate, clock.nanos())) {
            chat.limitedGroup.increment();
            throw new RefusedException(StatusCode.RESOURCE_EXHAUSTED, "group: over its rate (expected: a wait)");
        }
        if (group.isEnded()) {
            throw new RefusedException(StatusCode.UNAVAILABLE, "user: gone just now (expected: once more)");
        }
        StoredMessage message = number(publication, group, inbox, call.request());
        PendingMessage begun = new PendingMessage(this, group, message, id(key, message), key, null, copied ? 1 : 0);
        pending.add(begun);
        if (!backplane.offer(begun)) {
            group.giveBack();
            counters.queueFull.increment();
            settled(begun);
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED, "messages that wait to be stored: full (expected: room)");
        }
        // It cannot have been settled yet: that takes the group's lock.
        if (key != null) {
            keys.put(key, begun);
        }
        begun.await(call);
        return begun;
    }

    private StoredMessage number(Publication publication, Group group, long inbox, WireReader publish) {
        publication.epoch(group.epoch());
        publication.sequence(group.reserve());
        boolean encoded = false;
        try {
            StoredMessage message = codec.encode(publication, inbox, publish);
            encoded = true;
            return message;
        } finally {
            if (!encoded) {
                group.giveBack();
            }
        }
    }

    /** The sender's devices, on all nodes, hear of what one of them sent to somebody. */
    private void copy(PendingMessage original, Group copyTo) {
        boolean offered = false;
        copyTo.order().lock();
        try {
            StoredMessage message = codec.copy(original.message(), copyTo.epoch(), copyTo.reserve());
            String id = original.key() != null ? "c." + original.id() : id(null, message);
            PendingMessage copy = new PendingMessage(this, copyTo, message, id, null, original, 0);
            pending.add(copy);
            offered = backplane.offer(copy);
            if (!offered) {
                copyTo.giveBack();
                settled(copy);
            }
        } finally {
            copyTo.order().unlock();
            if (!offered) {
                counters.queueFull.increment();
                original.partStored();
            }
        }
    }

    /** Has members here get the message. */
    FirstAnswer deliver(PendingMessage pendingMessage) {
        Group group = pendingMessage.group();
        StoredMessage message = pendingMessage.message();
        long now = clock.nanos();
        group.order().lock();
        try {
            if (message.sequence() > group.nextSequence()) {
                // The ones between were another node's before they were this one's.
                group.log().pass(message.sequence() - 1, now);
            }
            FirstAnswer reached =
                    delivery.deliver(group, group.log(), message, now).answer();
            group.passed(message.sequence());
            return reached;
        } finally {
            group.order().unlock();
        }
    }

    /** Remembers what a message that is stored is answered with; returns another answer where it was stored before. */
    @Nullable
    FirstAnswer stored(PendingMessage message, byte @Nullable [] first) {
        long now = clock.nanos();
        message.group().order().lock();
        try {
            if (first != null) {
                leaveOut(message.group(), message.message().sequence(), now);
            }
            IdempotencyWindow.Key key = message.key();
            if (key == null) {
                return null;
            }
            FirstAnswer noted = window.find(key, now);
            FirstAnswer before = first == null ? null : noted != null ? noted : numbers(first);
            if (noted == null) {
                window.note(key, before != null ? before : message.answer(), now);
            }
            keys.remove(key);
            return before;
        } finally {
            message.group().order().unlock();
        }
    }

    /** A number stands for no message, unless members here have got one already. */
    private static void leaveOut(Group group, long sequence, long now) {
        if (sequence >= group.nextSequence()) {
            group.log().pass(sequence, now);
            group.passed(sequence);
        }
    }

    /** Nothing comes of the message any more. */
    void settled(PendingMessage message) {
        pending.remove(message);
    }

    /** Calls that wait. */
    long waitingCalls() {
        return pending.stream().mapToLong(PendingMessage::waitingCalls).sum();
    }

    /** Ends the calls that nobody waits for any more. */
    void dropExpired() {
        pending.forEach(PendingMessage::dropExpired);
    }

    /** Ends all calls that wait. */
    void abandon() {
        pending.forEach(PendingMessage::abandon);
    }

    private @Nullable FirstAnswer numbers(byte[] record) {
        StoredMessage message = codec.decode(record);
        return message == null ? null : new FirstAnswer(message.epoch(), message.sequence(), 0, 0);
    }

    private static IdempotencyWindow.@Nullable Key key(Publication publication, long inbox) {
        if (publication.message().keyLength() == 0) {
            return null;
        }
        boolean toUser = inbox != 0;
        return new IdempotencyWindow.Key(
                publication.sender(),
                toUser,
                toUser ? inbox : publication.message().groupId(),
                publication.message().key());
    }

    /** The sender's own name for the message, the same on every node; or the message's place. */
    private static String id(IdempotencyWindow.@Nullable Key key, StoredMessage message) {
        if (key != null) {
            String name = HEX.formatHex(key.key().getBytes(StandardCharsets.UTF_8));
            return "k." + Long.toUnsignedString(key.sender()) + (key.toUser() ? ".u." : ".g.")
                    + Long.toUnsignedString(key.target()) + "." + name;
        }
        return (message.inbox() == 0
                        ? "g." + Integer.toUnsignedString(message.groupId())
                        : "u." + Long.toUnsignedString(message.inbox()))
                + "." + HEX.toHexDigits(message.epoch()) + "." + message.sequence();
    }
}
