package dev.outboard.im.server;

import dev.outboard.im.chat.GroupLog;
import dev.outboard.im.chat.HistoryBudget;
import dev.outboard.im.chat.HistoryLimits;
import dev.outboard.im.chat.PresenceChanges;
import dev.outboard.im.chat.RateMeter;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A group: its members, written by the user table's writer and read by any thread, and its sequence of messages, under
 * the group's lock. A message takes its number and its places in the shards' queues under one hold of that lock, so
 * that every queue holds a group's messages in the order of their numbers.
 */
final class Group implements LongTable.Keyed {
    private static final HistoryBudget NO_HISTORY = new HistoryBudget(HistoryLimits.NONE);

    private final int id;
    private final long epoch;
    private final GroupLog<ByteBuf> log;
    private final HistoryBudget history;
    private final RateMeter rate;
    private final ReentrantLock order = new ReentrantLock();
    private long sequence;
    // Where nodes share groups: numbers given to messages that are on their way to the store, and other nodes' lanes.
    private long reserved;
    private @Nullable Lanes lanes;
    private boolean ended;
    private @Nullable Object kept;
    private volatile Members members;
    private volatile int users;

    // The user table's writer's own.
    private @Nullable PresenceChanges presence;

    /**
     * A group that keeps no history, in epoch 0.
     *
     * @param sequence the number before that of the first message
     */
    Group(int id, int shards, long sequence) {
        this(id, shards, sequence, 0, NO_HISTORY, 0);
    }

    /**
     * @param sequence the number before that of the first message
     * @param epoch within which its numbers mean something
     */
    Group(int id, int shards, long sequence, long epoch, HistoryBudget history, long nowNanos) {
        this.id = id;
        this.members = Members.none(shards);
        this.sequence = sequence;
        this.reserved = sequence;
        this.history = history;
        this.epoch = epoch;
        this.log = new GroupLog<>(history, sequence + 1);
        this.rate = new RateMeter(nowNanos);
    }

    @Override
    public long key() {
        return id;
    }

    int id() {
        return id;
    }

    /** The members now. Any thread. */
    Members members() {
        return members;
    }

    /** Changes the members. The user table's writer only. */
    void members(Members members) {
        this.members = members;
    }

    long epoch() {
        return epoch;
    }

    /** What is kept of its messages. Under {@link #order}. */
    GroupLog<ByteBuf> log() {
        return log;
    }

    /** How fast it may be sent to. */
    RateMeter rate() {
        return rate;
    }

    /** Users who are members, however many devices each has. Any thread. */
    int users() {
        return users;
    }

    /** Counts a user who has become a member or is none any more. The user table's writer only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void usersChanged(int by) {
        users += by;
    }

    /** Who came and went since the last tick. The user table's writer only. */
    PresenceChanges presence() {
        PresenceChanges changes = presence;
        if (changes == null) {
            presence = changes = new PresenceChanges();
        }
        return changes;
    }

    /** Held from taking a number to having queued the message; never while waiting for anything. */
    ReentrantLock order() {
        return order;
    }

    /** Gives the message the group's next number; returns whom it goes to. Any thread. */
    Members number(Publication publication) {
        order.lock();
        try {
            take(publication);
            advance(publication);
            return members;
        } finally {
            order.unlock();
        }
    }

    /** What the dispatcher keeps with the group. Under {@link #order}. */
    @Nullable
    Object kept() {
        return kept;
    }

    void keep(Object newKept) {
        kept = newKept;
    }

    /** The number of the message that is being published. Under {@link #order}. */
    long nextSequence() {
        return sequence + 1;
    }

    /** Gives a message its number, if it has none yet: {@link #nextSequence}. Under {@link #order}. */
    void take(Publication publication) {
        if (!publication.isNumbered()) {
            publication.sequence(nextSequence());
        }
    }

    /** Says that the message that {@link #take} was called for was published. Under {@link #order}. */
    void advance(Publication publication) {
        if (!publication.isNumbered()) {
            sequence++;
        }
    }

    /** Gives a number to a message that is on its way to the store, and {@link #passed} later. Under {@link #order}. */
    long reserve() {
        return ++reserved;
    }

    /** Takes back the last number that {@link #reserve} gave. Under {@link #order}. */
    void giveBack() {
        reserved--;
    }

    /** Says that a message with a reserved number was published, or never will be. Under {@link #order}. */
    void passed(long number) {
        sequence = number;
    }

    /** The lanes of other nodes; null where there are none. Under {@link #order}. */
    @Nullable
    Lanes lanes() {
        return lanes;
    }

    /** The same, made where there are none. Under {@link #order}. */
    Lanes makeLanes() {
        Lanes found = lanes;
        if (found == null) {
            lanes = found = new Lanes(history);
        }
        return found;
    }

    /** Lets go of messages that are too old. Any thread. */
    void expire(long nowNanos) {
        order.lock();
        try {
            log.expire(nowNanos);
            if (lanes != null) {
                lanes.expire(nowNanos);
                if (lanes.all().isEmpty()) {
                    lanes = null;
                }
            }
        } finally {
            order.unlock();
        }
    }

    /** Whether nothing is kept of its messages and none is on its way. Any thread. */
    boolean isForgotten() {
        order.lock();
        try {
            return log.size() == 0 && lanes == null && reserved <= sequence;
        } finally {
            order.unlock();
        }
    }

    /** Whether it is none any more: there may be another one in its place. Under {@link #order}. */
    boolean isEnded() {
        return ended;
    }

    /** Lets go of all messages, and keeps none any more; returns the number of the last one. Any thread. */
    long end() {
        order.lock();
        try {
            ended = true;
            log.close();
            if (lanes != null) {
                lanes.close();
            }
            return sequence;
        } finally {
            order.unlock();
        }
    }

    /** The number of the last message published. */
    long lastSequence() {
        order.lock();
        try {
            return sequence;
        } finally {
            order.unlock();
        }
    }
}
