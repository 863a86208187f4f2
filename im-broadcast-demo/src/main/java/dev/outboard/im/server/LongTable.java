package dev.outboard.im.server;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from a long to the object that carries it. One thread writes, any thread reads, and readers never wait:
 * a lookup is one acquire load per probed slot.
 *
 * @param <V> what is stored; finds its own key
 */
final class LongTable<V extends LongTable.Keyed> {
    /*
     * Open addressing with linear probing, at most half full of entries and gravestones. Benign races:
     *
     * - A slot holds the entry itself, never key and value apart, so a reader that sees an entry sees its key, and a
     *   slot may be used again for another key.
     * - Removing leaves a gravestone, so that a probe that passes by at the same time goes on. Only a copy of the table
     *   drops gravestones.
     * - A reader may hold the array from before a copy. It then misses what was put after the copy began: the same
     *   answer as a moment earlier.
     */
    interface Keyed {
        long key();
    }

    private static final int SMALLEST = 16;
    private static final Object GRAVESTONE = new Object();

    // Odd and random: peers choose the keys, so they must not know which of them collide.
    private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;
    private volatile AtomicReferenceArray<@Nullable Object> slots = new AtomicReferenceArray<>(SMALLEST);
    private volatile int size;
    private int used;

    /** The entry of {@code key}, or null. Any thread. */
    @Nullable
    V find(long key) {
        AtomicReferenceArray<@Nullable Object> slots = this.slots;
        int mask = slots.length() - 1;
        for (int i = home(key, mask); ; i = i + 1 & mask) {
            Object entry = slots.getAcquire(i);
            if (entry == null) {
                return null;
            }
            if (entry != GRAVESTONE && value(entry).key() == key) {
                return value(entry);
            }
        }
    }

    /** How many entries there are. Any thread. */
    int size() {
        return size;
    }

    /** Adds an entry whose key is not in the table. Writer only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void add(V value) {
        if (2 * (used + 1) > slots.length()) {
            copy();
        }
        if (insert(slots, value)) {
            used++;
        }
        size++;
    }

    /** Removes an entry that is in the table. Writer only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void remove(V value) {
        AtomicReferenceArray<@Nullable Object> slots = this.slots;
        int mask = slots.length() - 1;
        for (int i = home(value.key(), mask); ; i = i + 1 & mask) {
            if (slots.getPlain(i) == value) {
                slots.setRelease(i, GRAVESTONE);
                size--;
                return;
            }
        }
    }

    /** Calls {@code action} for every entry. Any thread; entries that come or go meanwhile may be seen or not. */
    void forEach(Consumer<? super V> action) {
        AtomicReferenceArray<@Nullable Object> slots = this.slots;
        for (int i = 0; i < slots.length(); i++) {
            Object entry = slots.getAcquire(i);
            if (entry != null && entry != GRAVESTONE) {
                action.accept(value(entry));
            }
        }
    }

    private void copy() {
        int capacity = SMALLEST;
        while (capacity < 4 * (size + 1)) {
            capacity <<= 1;
        }
        AtomicReferenceArray<@Nullable Object> copy = new AtomicReferenceArray<>(capacity);
        forEach(value -> insert(copy, value));
        used = size;
        slots = copy;
    }

    /** Puts the value into the first slot that is free; true where that was no gravestone. */
    private boolean insert(AtomicReferenceArray<@Nullable Object> slots, Keyed value) {
        int mask = slots.length() - 1;
        for (int i = home(value.key(), mask); ; i = i + 1 & mask) {
            Object entry = slots.getPlain(i);
            if (entry == null || entry == GRAVESTONE) {
                slots.setRelease(i, value);
                return entry == null;
            }
        }
    }

    /** Multiply-shift hashing (Dietzfelbinger et al., 1997): the product's highest bits. */
    private int home(long key, int mask) {
        return (int) (key * multiplier >>> Long.numberOfLeadingZeros(mask));
    }

    @SuppressWarnings("unchecked") // Only values and the gravestone are ever stored.
    private V value(Object entry) {
        return (V) entry;
    }
}
