package dev.outboard.im.server;

import dev.outboard.im.chat.GroupLog;
import dev.outboard.im.chat.HistoryBudget;
import io.netty.buffer.ByteBuf;

/**
 * One node's messages of a group, numbered by that node within an epoch of its own. Guarded by its group's lock.
 */
final class Lane {
    private final long epoch;
    private final GroupLog<ByteBuf> log;
    private long last;
    private long touchedNanos;

    /**
     * @param last the number before that of the first message
     */
    Lane(long epoch, long last, HistoryBudget history, long nowNanos) {
        this.epoch = epoch;
        this.last = last;
        this.log = new GroupLog<>(history, last + 1);
        this.touchedNanos = nowNanos;
    }

    long epoch() {
        return epoch;
    }

    GroupLog<ByteBuf> log() {
        return log;
    }

    /** The number of the last message that is known here. */
    long last() {
        return last;
    }

    /** Says that there is a message with this number, or was. */
    void reached(long sequence, long nowNanos) {
        last = Math.max(last, sequence);
        touchedNanos = nowNanos;
    }

    /** Whether nothing is kept of it, and nothing has come for this long. */
    boolean isOver(long nowNanos, long ageNanos) {
        return log.size() == 0 && nowNanos - touchedNanos > ageNanos;
    }
}
