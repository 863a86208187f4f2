package dev.outboard.im.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has missed and was not told of yet: for each lane of a group the first message, and how many. Past a number
 * of them it is all of them. Guarded by its outbox.
 */
final class Gaps {
    private static final int MOST = 64;

    /**
     * One marker.
     *
     * @param first the first message that was missed; null for messages of more lanes than are told apart
     */
    record Gap(@Nullable TaggedPush first, int count) {}

    /** The first message missed of a lane, of which nothing but its numbers is looked at, and how many. */
    private static final class Entry {
        private final TaggedPush first;
        private int count = 1;

        Entry(TaggedPush first) {
            this.first = first;
        }
    }

    private final List<Entry> entries = new ArrayList<>(2);
    private int others;

    boolean isEmpty() {
        return entries.isEmpty() && others == 0;
    }

    /** Notes a message that was dropped. <em>Borrows</em> it: its memory is not looked at any more. */
    void missed(TaggedPush message) {
        for (Entry entry : entries) {
            if (entry.first.sameLane(message)) {
                entry.count++;
                return;
            }
        }
        if (entries.size() < MOST) {
            entries.add(new Entry(message));
        } else {
            others++;
        }
    }

    /** The next marker to send, or null. */
    @Nullable
    Gap peek() {
        if (!entries.isEmpty()) {
            Entry entry = entries.get(entries.size() - 1);
            return new Gap(entry.first, entry.count);
        }
        return others > 0 ? new Gap(null, others) : null;
    }

    /** Says that what {@link #peek} gave was sent. */
    void told() {
        if (entries.isEmpty()) {
            others = 0;
        } else {
            entries.remove(entries.size() - 1);
        }
    }
}
