package dev.outboard.im.load;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All messages of a run by their client sequence, counted from 1. Messages that everybody has got give their memory
 * back and are remembered as such, so that a delivery too many is still recognised. Any thread.
 */
final class Broadcasts {
    /** Stands for every message that everybody has got. */
    static final Broadcast FULL = new Broadcast(0, -1, -1, 0, -1, 0);

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int CHUNKS = 1 << 15;

    private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable Broadcast>> chunks =
            new AtomicReferenceArray<>(CHUNKS);
    private final AtomicLong last = new AtomicLong();

    /** A client sequence that no other message has. */
    long nextSequence() {
        long sequence = last.incrementAndGet();
        if (sequence >= (long) CHUNKS * CHUNK) {
            throw new IllegalStateException(
                    "messages: " + sequence + " (expected: below " + (long) CHUNKS * CHUNK + ")");
        }
        return sequence;
    }

    /** Adds a message, before it is sent. */
    void add(Broadcast broadcast) {
        int index = (int) (broadcast.sequence() >>> CHUNK_BITS);
        AtomicReferenceArray<@Nullable Broadcast> chunk = chunks.get(index);
        if (chunk == null) {
            chunks.compareAndSet(index, null, new AtomicReferenceArray<>(CHUNK));
            chunk = Objects.requireNonNull(chunks.get(index));
        }
        chunk.set((int) broadcast.sequence() & CHUNK - 1, broadcast);
    }

    /** The message, {@link #FULL}, or null where no such message was sent. */
    @Nullable
    Broadcast find(long sequence) {
        if (sequence <= 0 || sequence >= (long) CHUNKS * CHUNK) {
            return null;
        }
        AtomicReferenceArray<@Nullable Broadcast> chunk = chunks.get((int) (sequence >>> CHUNK_BITS));
        return chunk == null ? null : chunk.get((int) sequence & CHUNK - 1);
    }

    /** Forgets who has got a message that everybody has got. */
    void full(Broadcast broadcast) {
        AtomicReferenceArray<@Nullable Broadcast> chunk = chunks.get((int) (broadcast.sequence() >>> CHUNK_BITS));
        if (chunk != null) {
            chunk.set((int) broadcast.sequence() & CHUNK - 1, FULL);
        }
    }

    /** Calls {@code action} for every message that somebody has not got yet, as far as is known. */
    void forEachOpen(Consumer<Broadcast> action) {
        for (long sequence = 1; sequence <= last.get(); sequence++) {
            Broadcast broadcast = find(sequence);
            if (broadcast != null && broadcast != FULL) {
                action.accept(broadcast);
            }
        }
    }

    /** Messages made. */
    long count() {
        return last.get();
    }
}
