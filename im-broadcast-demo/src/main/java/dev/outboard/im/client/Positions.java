package dev.outboard.im.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Up to where a group's messages have been seen: the last number of each epoch. One epoch is what a server alone has; a
 * group that spans servers has one for each of them. Not thread-safe.
 */
final class Positions {
    /** What a number is, beside the last one of its epoch. */
    enum Place {
        /** Seen before. */
        OLD,
        /** The one behind the last. */
        NEXT,
        /** One further on: those between were missed. */
        AHEAD
    }

    /** So many epochs are remembered, the oldest go first: each restart of a server makes another one. */
    private static final int MOST = 64;

    private final Map<Long, Long> lasts = new LinkedHashMap<>();
    private long latest;

    /** Where a message stands. The first of an epoch that nothing is known of is the next one, whatever its number. */
    Place place(long epoch, long sequence) {
        Long last = lasts.get(epoch);
        if (last == null || sequence == last + 1) {
            return Place.NEXT;
        }
        return sequence <= last ? Place.OLD : Place.AHEAD;
    }

    /** Says that everything up to this number was seen, or is given up. */
    void seen(long epoch, long sequence) {
        if (lasts.put(epoch, sequence) == null && lasts.size() > MOST) {
            lasts.remove(lasts.keySet().iterator().next());
        }
        latest = epoch;
    }

    /** The positions of all other epochs. */
    List<GroupFeed.Wanted> others() {
        return lasts.entrySet().stream()
                .filter(entry -> entry.getKey() != latest)
                .map(entry -> new GroupFeed.Wanted(entry.getKey(), entry.getValue()))
                .toList();
    }

    boolean isEmpty() {
        return lasts.isEmpty();
    }

    /** The epoch of the position that was set last; 0 for none. */
    long epoch() {
        return latest;
    }

    /** The last number seen of an epoch; 0 for none. */
    long last(long epoch) {
        return lasts.getOrDefault(epoch, 0L);
    }

    /** Whether anything is known of an epoch. */
    boolean knows(long epoch) {
        return lasts.containsKey(epoch);
    }
}
