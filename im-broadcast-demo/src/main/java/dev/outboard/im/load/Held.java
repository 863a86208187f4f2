package dev.outboard.im.load;

import java.util.BitSet;

/** Which users stop reading, and which read slowly: spread evenly over all. Immutable. */
final class Held {
    private final BitSet stalled = new BitSet();
    private final BitSet slow = new BitSet();

    /**
     * @param slowCount of those who do not stop, how many read slowly
     */
    Held(LoadOptions options, int slowCount) {
        int users = options.connections();
        for (int user = 0; user < users; user++) {
            stalled.set(user, options.isStalled(user));
        }
        int rest = users - stalled.cardinality();
        if (slowCount < 0 || rest - slowCount < 1) {
            throw new IllegalArgumentException("slow: " + slowCount + " (expected: 0 to " + (rest - 1) + ")");
        }
        int seen = 0;
        for (int user = 0; user < users; user++) {
            if (!stalled.get(user)) {
                slow.set(user, (seen + 1L) * slowCount / rest > (long) seen * slowCount / rest);
                seen++;
            }
        }
    }

    boolean isStalled(int user) {
        return stalled.get(user);
    }

    boolean isSlow(int user) {
        return slow.get(user);
    }

    /** Whether nobody waits for what this user gets. */
    boolean isHeld(int user) {
        return stalled.get(user) || slow.get(user);
    }

    int stalledCount() {
        return stalled.cardinality();
    }

    int slowCount() {
        return slow.cardinality();
    }
}
