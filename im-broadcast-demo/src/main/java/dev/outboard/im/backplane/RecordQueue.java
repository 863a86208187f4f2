package dev.outboard.im.backplane;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The records of one node that are not stored yet, in order: bounded in bytes, sent again where that is needed, delivered
 * and told as {@link Outgoing} says. Offered by any thread; everything else is the sending thread's.
 */
public final class RecordQueue {
    /** One record, and what is known of it. */
    public static final class Entry {
        private final Outgoing outgoing;
        private boolean delivered;
        private boolean acknowledged;
        private boolean told;
        private byte @Nullable [] first;
        private long sentNanos;

        private Entry(Outgoing outgoing) {
            this.outgoing = outgoing;
        }

        public Outgoing outgoing() {
            return outgoing;
        }

        /** Whether it was stored, as far as anybody knew, and is sent once more to be sure. */
        public boolean isTold() {
            return told;
        }

        /** When it was sent last; of no meaning before. */
        public long sentNanos() {
            return sentNanos;
        }
    }

    /** The most that is kept of what was stored last. */
    private static final long STORED_BYTES = 4 << 20;

    private final long capacityBytes;

    // Guarded by this: what was offered and not taken over by the sending thread, and the books of all.
    private final ArrayDeque<Entry> offered = new ArrayDeque<>();
    private long bytes;
    private long records;

    // The sending thread's own, each in the order of the offers.
    private final ArrayDeque<Entry> undelivered = new ArrayDeque<>();
    private final ArrayDeque<Entry> unsent = new ArrayDeque<>();
    private final ArrayDeque<Entry> sent = new ArrayDeque<>();
    private long sentBytes;
    // What was stored last: a store that is killed may have said so too early.
    private final ArrayDeque<Entry> stored = new ArrayDeque<>();
    private long storedBytes;

    /**
     * @param capacityBytes what all records together may have; a single one is taken in any case where nothing else waits
     */
    public RecordQueue(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Queues a record; false where there is no room. Any thread. */
    public synchronized boolean offer(Outgoing outgoing) {
        int length = outgoing.bytes().length;
        if (records > 0 && bytes + length > capacityBytes) {
            return false;
        }
        bytes += length;
        records++;
        offered.addLast(new Entry(outgoing));
        return true;
    }

    /** Bytes that are not stored yet. Any thread. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Records that are not stored yet. Any thread. */
    public synchronized long records() {
        return records;
    }

    /** Takes over what was offered. */
    public void take() {
        synchronized (this) {
            undelivered.addAll(offered);
            unsent.addAll(offered);
            offered.clear();
        }
    }

    /** Delivers all that was not delivered yet, stored or not. */
    public void deliverAll() {
        for (Entry entry = undelivered.poll(); entry != null; entry = undelivered.poll()) {
            entry.delivered = true;
            entry.outgoing.deliver();
        }
    }

    /** The next record to send; null where there is none. What was acknowledged meanwhile is passed over. */
    public @Nullable Entry peekUnsent() {
        for (Entry next = unsent.peek(); next != null; next = unsent.peek()) {
            if (!next.acknowledged) {
                return next;
            }
            sent.addLast(unsent.remove());
            sentBytes += next.outgoing.bytes().length;
        }
        return null;
    }

    /** Says that what {@link #peekUnsent} gave is under way. */
    public void sent(long nowNanos) {
        Entry entry = unsent.remove();
        entry.sentNanos = nowNanos;
        sent.addLast(entry);
        sentBytes += entry.outgoing.bytes().length;
    }

    /** Bytes that are under way. */
    public long sentBytes() {
        return sentBytes;
    }

    /** Records that are under way. */
    public int sentRecords() {
        return sent.size();
    }

    /** The record that is under way the longest and is not acknowledged; null where there is none. */
    public @Nullable Entry oldestSent() {
        Entry oldest = sent.peek();
        return oldest != null && !oldest.acknowledged ? oldest : null;
    }

    /** Has all that is under way sent again, in order, and before that what was stored last. */
    public void sendAgain() {
        putBack(sent);
        sentBytes = 0;
        putBack(stored);
        storedBytes = 0;
    }

    private void putBack(ArrayDeque<Entry> entries) {
        for (Entry entry = entries.pollLast(); entry != null; entry = entries.pollLast()) {
            entry.acknowledged = false;
            entry.first = null;
            unsent.addFirst(entry);
        }
    }

    /** Lets go of what was stored before {@code nanos}, or is too much. */
    public void forgetStored(long nanos) {
        for (Entry oldest = stored.peek();
                oldest != null && (oldest.sentNanos - nanos < 0 || storedBytes > STORED_BYTES);
                oldest = stored.peek()) {
            stored.remove();
            storedBytes -= oldest.outgoing.bytes().length;
        }
    }

    /**
     * Says that a record is stored.
     *
     * @param first as {@link Outgoing#stored}
     */
    public void acknowledged(Entry entry, byte @Nullable [] first) {
        if (!entry.acknowledged) {
            entry.acknowledged = true;
            entry.first = first;
        }
    }

    /** Delivers and tells the records at the front that are stored; returns how many. */
    public int settle() {
        int settled = 0;
        for (Entry entry = sent.peek(); entry != null && entry.acknowledged; entry = sent.peek()) {
            sent.remove();
            int length = entry.outgoing.bytes().length;
            sentBytes -= length;
            stored.addLast(entry);
            storedBytes += length;
            if (entry.told) {
                continue;
            }
            entry.told = true;
            if (!entry.delivered) {
                // It is the first of these, as they are in the same order.
                undelivered.remove();
                if (entry.first == null) {
                    entry.outgoing.deliver();
                }
            }
            entry.outgoing.stored(entry.first);
            synchronized (this) {
                bytes -= length;
                records--;
            }
            settled++;
        }
        return settled;
    }
}
