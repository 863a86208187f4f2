package dev.outboard.im.chat;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers by key what was answered to publishes, for a while: bounded in number and in age, the oldest go first. Any
 * thread. Look-up and note of one key are two steps, so whoever publishes to a group does both under the group's lock.
 */
public final class IdempotencyWindow {
    /** One message of one sender to one target: a group's number, or a user's for a message to him. */
    public record Key(long sender, boolean toUser, long target, String key) {}

    private record Entry(FirstAnswer answer, long atNanos) {}

    private final int capacity;
    private final long ageNanos;
    // In the order of entry, which is that of age.
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /**
     * @param capacity the most keys, above 0
     * @param age how long one is remembered
     */
    public IdempotencyWindow(int capacity, Duration age) {
        if (capacity < 1) {
            throw new IllegalArgumentException("keys: " + capacity + " (expected: at least 1)");
        }
        this.capacity = capacity;
        this.ageNanos = age.toNanos();
    }

    /** What was answered under this key; null where that is not known, or not any more. */
    public synchronized @Nullable FirstAnswer find(Key key, long nowNanos) {
        expire(nowNanos);
        Entry entry = entries.get(key);
        return entry != null ? entry.answer() : null;
    }

    /** Remembers an answer under a key that is not there. */
    public synchronized void note(Key key, FirstAnswer answer, long nowNanos) {
        expire(nowNanos);
        if (entries.size() >= capacity) {
            Iterator<Key> oldest = entries.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        entries.put(key, new Entry(answer, nowNanos));
    }

    /** Keys remembered. */
    public synchronized int size() {
        return entries.size();
    }

    private void expire(long nowNanos) {
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext() && nowNanos - oldest.next().atNanos() > ageNanos) {
            oldest.remove();
        }
    }
}
