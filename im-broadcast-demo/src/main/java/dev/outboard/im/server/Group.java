package dev.outboard.im.server;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A group: its members, written by the user table's writer and read by any thread, and its sequence of messages, under
 * the group's lock. A message takes its number and its places in the shards' queues under one hold of that lock, so
 * that every queue holds a group's messages in the order of their numbers.
 */
final class Group implements LongTable.Keyed {
    private final int id;
    private final ReentrantLock order = new ReentrantLock();
    private long sequence;
    private @Nullable Object kept;
    private volatile Members members;

    /**
     * @param sequence the number before that of the first message
     */
    Group(int id, int shards, long sequence) {
        this.id = id;
        this.members = Members.none(shards);
        this.sequence = sequence;
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
