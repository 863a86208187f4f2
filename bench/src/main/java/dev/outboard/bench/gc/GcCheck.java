package dev.outboard.bench.gc;

import dev.outboard.bench.report.Numbers;
import java.util.List;
import java.util.Optional;

/** What {@code --check} asks for: the article's claim, against the arms that it may be about. No state; any thread. */
final class GcCheck {
    /** The article's change, in per cent. */
    private static final double CLAIMED_PERCENT = -41;

    /** The arms from which safe-pooled has to show it. */
    static final List<GcArm> FROM = List.of(GcArm.LEGACY_FINALIZER_GRAPH, GcArm.LEGACY_MISSED_FREE);

    /** All arms that it needs. */
    static final List<GcArm> ARMS =
            List.of(GcArm.LEGACY_FINALIZER_GRAPH, GcArm.LEGACY_MISSED_FREE, GcReports.CANDIDATE);

    private GcCheck() {}

    /** Whether the check looks at a change between these two. */
    static boolean asksFor(GcChange change) {
        return FROM.contains(change.from()) && change.to() == GcReports.CANDIDATE;
    }

    /** What of the claim does not hold, one line each. */
    static List<String> missed(GcReport report) {
        return FROM.stream().flatMap(arm -> missed(report, arm).stream()).toList();
    }

    private static Optional<String> missed(GcReport report, GcArm arm) {
        Optional<GcChange> change = report.change(GcCell.CLOSED, arm, GcReports.CANDIDATE, GcChange.Metric.PAUSE_P99);
        // Comparisons with NaN are false: what was not measured is not shown.
        boolean holds = change.isPresent()
                && change.get().percent() <= CLAIMED_PERCENT
                && change.get().upperPercent() < 0;
        return holds
                ? Optional.empty()
                : Optional.of("pause P99 from " + arm.id() + " to safe-pooled: "
                        + change.map(GcChange::text).orElse("unknown") + " (expected: at most "
                        + Numbers.change(CLAIMED_PERCENT) + ", all of the interval below 0)");
    }
}
