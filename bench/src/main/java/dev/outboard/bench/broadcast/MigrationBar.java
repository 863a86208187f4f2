package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is expected of the migration: a change at least as large as the article's, whose interval leaves no doubt of its direction,
 * and that does not rest on disturbed runs alone.
 *
 * @param key of the ratio that it is about
 * @param article the change that the article reports, in per cent
 * @param measured ours with its interval, in per cent, as printed
 */
record MigrationBar(String key, String title, double article, String measured, boolean met) {
    static final double GOODPUT_PERCENT = 37;
    static final double RESIDENT_PERCENT = -62;

    /** The key of the goodput under the base load. */
    static String goodputKey(String legacy) {
        return "broadcast/" + MigrationPlan.CLOSED + "/goodput/" + legacy + ">" + MigrationPlan.POOL;
    }

    /** The key of the resident memory, with members who do not read. */
    static String residentKey(String legacy) {
        return "broadcast/" + MigrationPlan.STALLED + "/rss-above-idle/" + legacy + ">" + MigrationPlan.POOL;
    }

    /** Those whose loads are in the plan. */
    static List<MigrationBar> of(MigrationPlan plan, List<Ratio> ratios) {
        final String legacy = plan.spokes().get(0).plan().modes().get(0);
        final List<MigrationBar> bars = new ArrayList<>();
        find(ratios, goodputKey(legacy)).ifPresent(ratio -> bars.add(of(ratio, GOODPUT_PERCENT)));
        find(ratios, residentKey(legacy)).ifPresent(ratio -> bars.add(of(ratio, RESIDENT_PERCENT)));
        return bars;
    }

    private static Optional<Ratio> find(List<Ratio> ratios, String key) {
        return ratios.stream().filter(ratio -> ratio.key().equals(key)).findFirst();
    }

    private static MigrationBar of(Ratio ratio, double article) {
        final double estimate = MigrationFigure.spread(ratio).median();
        final boolean large = article > 0 ? estimate >= article : estimate <= article;
        final boolean sure =
                article > 0 ? ratio.interval().lower() > 1 : ratio.interval().upper() < 1;
        return new MigrationBar(
                ratio.key(), ratio.title(), article, MigrationFigure.change(ratio), large && sure && !ratio.noisy());
    }

    /** One line for whoever asked whether it is met. */
    String line() {
        return title + ": " + measured + " (expected: " + (article > 0 ? "+" : "") + Math.round(article)
                + " % or more, the interval " + (article > 0 ? "above" : "below")
                + " zero, runs that nobody disturbed)";
    }
}
