package dev.outboard.im.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Who came to a group and who left it since the last tick, conflated: who was there before and is there again is no
 * change, however often he came and went. Single-threaded.
 */
public final class PresenceChanges {
    /** What there is to tell: users who were not there at the last tick and are now, and the other way round. */
    public record Change(List<Long> joined, List<Long> left) {
        /** Whether there is nothing to tell. */
        public boolean isEmpty() {
            return joined.isEmpty() && left.isEmpty();
        }
    }

    private final Map<Long, Boolean> before = new LinkedHashMap<>();

    /**
     * Called before a change of a user's.
     *
     * @param present whether the user is there before it
     */
    public void touch(long userId, boolean present) {
        before.putIfAbsent(userId, present);
    }

    /** Whether anybody was touched since the last tick. */
    public boolean isEmpty() {
        return before.isEmpty();
    }

    /**
     * Ends the tick.
     *
     * @param present whether a user is there now
     */
    public Change tick(LongPredicate present) {
        List<Long> joined = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        before.forEach((userId, was) -> {
            boolean is = present.test(userId);
            if (is && !was) {
                joined.add(userId);
            } else if (!is && was) {
                left.add(userId);
            }
        });
        before.clear();
        return new Change(joined, left);
    }
}
