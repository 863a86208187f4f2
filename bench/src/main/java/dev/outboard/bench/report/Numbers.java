package dev.outboard.bench.report;

import dev.outboard.bench.run.Stats.Spread;
import java.util.Locale;

/** Figures as they are printed, in every report alike. No state; any thread. */
public final class Numbers {
    private static final double MIB = 1 << 20;

    private Numbers() {}

    /** Three significant digits, thousands grouped: {@code 0.214}, {@code 12.4}, {@code 412,318}. */
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "unbounded" : "-unbounded";
        }
        final double size = Math.abs(value);
        if (size == 0 || size >= 99.95) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(Locale.ROOT, "%." + decimals(size) + "f", value);
    }

    /** A count, thousands grouped. */
    public static String of(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Bytes in MiB; a negative number stands for "unknown". */
    public static String mib(double bytes) {
        return bytes < 0 ? of(Double.NaN) : of(bytes / MIB);
    }

    /** A share of 0 to 1 in per cent. */
    public static String percent(double share) {
        return of(share * 100) + " %";
    }

    /** A change in per cent with its sign: {@code -41 %}, {@code +37 %}, {@code 0 %}. */
    public static String change(double percent) {
        if (Double.isNaN(percent)) {
            return "unknown";
        }
        final long rounded = Math.round(percent);
        return String.format(Locale.ROOT, rounded > 0 ? "+%,d %%" : "%,d %%", rounded);
    }

    /** The median change with the pairs' range: {@code -72 % (-85 to -66)}. */
    public static String change(Spread spread) {
        if (Double.isNaN(spread.median()) || spread.count() < 2) {
            return change(spread.median());
        }
        return change(spread.median()) + " (" + bare(spread.min()) + " to " + bare(spread.max()) + ")";
    }

    private static String bare(double percent) {
        final String text = change(percent);
        return text.substring(0, text.length() - 2);
    }

    private static int decimals(double size) {
        if (size >= 9.995) {
            return 1;
        }
        return size >= 0.9995 ? 2 : 3;
    }
}
