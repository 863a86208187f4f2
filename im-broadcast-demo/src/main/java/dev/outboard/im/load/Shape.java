package dev.outboard.im.load;

import java.util.Arrays;

/**
 * How large the groups are. Immutable.
 *
 * @param kind which one
 * @param exponent of {@link Kind#ZIPF}: 0 for groups of one size, 1 for the usual; above 0, at most 4
 */
public record Shape(Kind kind, double exponent) {
    private static final int MOST_GROUPS = 4_000;
    private static final int SMALL = 10;
    private static final int LARGE_GROUPS = 4;

    /** Kinds of shapes. */
    public enum Kind {
        /** As many groups, and as large, as asked for. */
        EVEN,
        /** Groups of ten; everybody is in two of them. */
        MANY_SMALL,
        /** Four groups of half of all. */
        FEW_LARGE,
        /** One group of all. */
        ONE_HUGE,
        /** As many groups as asked for: the first one has all, the one of rank r the r-th part to the power of the exponent. */
        ZIPF
    }

    /** As asked for by number and size. */
    public static final Shape EVEN = new Shape(Kind.EVEN, 0);

    /**
     * Reads {@code many-small}, {@code few-large}, {@code one-huge} or {@code zipf:1.1}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Shape of(String text) {
        return switch (text) {
            case "even" -> EVEN;
            case "many-small" -> new Shape(Kind.MANY_SMALL, 0);
            case "few-large" -> new Shape(Kind.FEW_LARGE, 0);
            case "one-huge" -> new Shape(Kind.ONE_HUGE, 0);
            default -> zipf(text);
        };
    }

    private static Shape zipf(String text) {
        try {
            double exponent = text.startsWith("zipf:") ? Double.parseDouble(text.substring(5)) : -1;
            if (exponent > 0 && exponent <= 4) {
                return new Shape(Kind.ZIPF, exponent);
            }
        } catch (NumberFormatException e) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("shape: " + text
                + " (expected: even, many-small, few-large, one-huge, or zipf:S with S above 0, at most 4)");
    }

    /** The sizes of the groups of so many users. */
    int[] sizes(int users, int groups, int groupSize) {
        int[] sizes = new int[count(users, groups)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = switch (kind) {
                case EVEN -> groupSize;
                case MANY_SMALL -> Math.min(users, SMALL);
                case FEW_LARGE -> Math.max(1, users / 2);
                case ONE_HUGE -> users;
                case ZIPF -> (int) Math.max(Math.min(2, users), users / Math.pow(i + 1, exponent));
            };
        }
        return sizes;
    }

    /** Whether all groups are of one size. */
    boolean isEven(int[] sizes) {
        return Arrays.stream(sizes).distinct().count() == 1;
    }

    private int count(int users, int groups) {
        return switch (kind) {
            case EVEN, ZIPF -> groups;
            case MANY_SMALL -> Math.max(1, Math.min(MOST_GROUPS, 2 * users / SMALL));
            case FEW_LARGE -> LARGE_GROUPS;
            case ONE_HUGE -> 1;
        };
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return kind == Kind.ZIPF ? name + ":" + exponent : name;
    }
}
