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
    private final RateMeter rate;
    private final ReentrantLock order = new ReentrantLock();
    private long sequence;
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
            publication.sequence(nextSequence());
            advance();
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

    /** Says that the message with {@link #nextSequence} was published. Under {@link #order}. */
    void advance() {
        sequence++;
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
