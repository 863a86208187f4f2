package dev.outboard.im.auth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Groups that a right holds for, by patterns: a number ({@code 7}), a range with both ends ({@code 100-199}), or all
 * ({@code *}). Numbers are unsigned, 0 to 4,294,967,295. Immutable; a look-up makes nothing and takes the logarithm of
 * the number of patterns.
 */
public final class GroupSet {
    /** Every group. */
    public static final GroupSet ALL = of(List.of("*"));
    /** None. */
    public static final GroupSet NONE = of(List.of());

    private static final long LAST = 0xffff_ffffL;

    private record Range(long from, long to) {}

    private final List<String> patterns;
    // Ranges that do not meet, in ascending order.
    private final long[] from;
    private final long[] to;

    private GroupSet(List<String> patterns, List<Range> ranges) {
        this.patterns = patterns;
        this.from = ranges.stream().mapToLong(Range::from).toArray();
        this.to = ranges.stream().mapToLong(Range::to).toArray();
    }

    /**
     * Reads patterns.
     *
     * @throws IllegalArgumentException for one that is none; its message is one line
     */
    public static GroupSet of(List<String> patterns) {
        List<Range> ranges = new ArrayList<>();
        for (String pattern : patterns) {
            ranges.add(range(pattern));
        }
        ranges.sort(Comparator.comparingLong(Range::from));
        List<Range> merged = new ArrayList<>();
        for (Range next : ranges) {
            int last = merged.size() - 1;
            if (last >= 0 && next.from() <= merged.get(last).to() + 1) {
                Range before = merged.get(last);
                merged.set(last, new Range(before.from(), Math.max(before.to(), next.to())));
            } else {
                merged.add(next);
            }
        }
        return new GroupSet(List.copyOf(patterns), merged);
    }

    /** Whether the group is one of them. Any thread. */
    public boolean contains(int groupId) {
        long id = groupId & LAST;
        int low = 0;
        int high = from.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (id < from[middle]) {
                high = middle - 1;
            } else if (id > to[middle]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** The patterns that it was made of. */
    public List<String> patterns() {
        return patterns;
    }

    @Override
    public String toString() {
        return String.join(",", patterns);
    }

    private static Range range(String pattern) {
        if (pattern.equals("*")) {
            return new Range(0, LAST);
        }
        int dash = pattern.indexOf('-');
        long first = number(pattern, dash < 0 ? pattern : pattern.substring(0, dash));
        long last = dash < 0 ? first : number(pattern, pattern.substring(dash + 1));
        if (first > last) {
            throw malformed(pattern);
        }
        return new Range(first, last);
    }

    private static long number(String pattern, String digits) {
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(pattern);
        }
        long number = Long.parseLong(digits);
        if (number > LAST) {
            throw malformed(pattern);
        }
        return number;
    }

    private static IllegalArgumentException malformed(String pattern) {
        String shown = pattern.length() > 32 ? pattern.substring(0, 32) : pattern;
        return new IllegalArgumentException(
                "group pattern: '" + shown + "' (expected: a number, a range like 100-199, or *)");
    }
}
