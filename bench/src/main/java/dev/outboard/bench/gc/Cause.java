package dev.outboard.bench.gc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Says in words where the legacy arms' longer pauses come from. Computed from the phases of the collections in the logs:
 * where references do not explain a difference, or where there is none, it says that.
 */
final class Cause {
    /** A difference below this share of the longer pause is none. */
    private static final double NOTABLE = 0.2;
    /** What explains less than this share of a difference does not explain it. */
    private static final double MOST = 0.5;
    /** Fewer references per collection than this cost no time that the log could show. */
    private static final double MANY_REFERENCES = 1000;

    private static final double TIMES_MORE = 10;

    private Cause() {}

    /** One sentence over the closed runs of the legacy arms against {@code candidate}'s. */
    static String of(List<GcRun> runs, GcArm candidate) {
        List<GcRun> after = closed(runs, candidate);
        List<String> clauses = new ArrayList<>();
        for (GcArm arm : GcArm.values()) {
            List<GcRun> before = closed(runs, arm);
            if (arm.isLegacy() && !before.isEmpty() && !after.isEmpty()) {
                clauses.add(clause(arm, before, candidate, after));
            }
        }
        return clauses.isEmpty() ? "No cause can be named: an arm to compare did not run." : join(clauses);
    }

    /** One sentence over the closed runs of these two; empty where there are none. */
    static Optional<String> of(List<GcRun> runs, GcArm from, GcArm to) {
        List<GcRun> before = closed(runs, from);
        List<GcRun> after = closed(runs, to);
        return before.isEmpty() || after.isEmpty()
                ? Optional.empty()
                : Optional.of(join(List.of(clause(from, before, to, after))));
    }

    private static List<GcRun> closed(List<GcRun> runs, GcArm arm) {
        return runs.stream()
                .filter(run -> run.arm() == arm && run.cell().equals(GcCell.CLOSED))
                .filter(run -> run.error() == null && run.young().count() > 0)
                .toList();
    }

    private static String clause(GcArm arm, List<GcRun> before, GcArm candidate, List<GcRun> after) {
        double longer = gap(before, after, GcRun.Young::pauseMillis);
        double pause = mean(before, GcRun.Young::pauseMillis);
        double references = mean(before, Cause::references);
        double fewer = mean(after, Cause::references);
        if (longer < NOTABLE * pause) {
            return format(
                    "a young collection of %s takes %.1f ms and one of %s %.1f ms, which is no difference to explain; they find"
                            + " %,.0f and %,.0f references of finalizers and Cleaners",
                    arm.id(), pause, candidate.id(), pause - longer, references, fewer);
        }
        double finalizable = gap(before, after, GcRun.Young::finalizableMillis);
        double copying = gap(before, after, GcRun.Young::objectCopyMillis);
        double explained = finalizable + copying + gap(before, after, GcRun.Young::referenceMillis);
        boolean manyMore = references >= MANY_REFERENCES && references >= TIMES_MORE * fewer;
        if (manyMore && explained >= MOST * longer) {
            return format(
                    "a young collection of %s finds %,.0f references of finalizers and Cleaners (%s: %,.0f), and copying,"
                            + " keeping alive and queueing what hangs on them takes %.1f of the %.1f ms by which it is"
                            + " longer, %.1f ms of that for what dead owners still reach",
                    arm.id(), references, candidate.id(), fewer, Math.min(explained, longer), longer, finalizable);
        }
        if (finalizable >= MOST * longer) {
            return format(
                    "a young collection of %s finds %,.0f references of finalizers and Cleaners (%s: %,.0f), and keeping alive what"
                            + " dead owners still reach takes %.1f of the %.1f ms by which it is longer",
                    arm.id(), references, candidate.id(), fewer, Math.min(finalizable, longer), longer);
        }
        return format(
                "a young collection of %s is %.1f ms longer than one of %s, which references do not explain"
                        + " (%,.0f and %,.0f found): %s",
                arm.id(), longer, candidate.id(), references, fewer, largest(before, after));
    }

    private static String largest(List<GcRun> before, List<GcRun> after) {
        double copying = gap(before, after, GcRun.Young::objectCopyMillis);
        double roots = gap(before, after, GcRun.Young::scanRootsMillis);
        double references = gap(before, after, young -> young.finalizableMillis() + young.referenceMillis());
        if (copying >= roots && copying >= references) {
            return format("the largest part, %.1f ms, goes into copying survivors", copying);
        }
        return roots >= references
                ? format("the largest part, %.1f ms, goes into scanning roots in the heap", roots)
                : format("the largest part, %.1f ms, goes into reference processing", references);
    }

    private static double references(GcRun.Young young) {
        return young.finals() + young.phantoms();
    }

    private static double gap(List<GcRun> before, List<GcRun> after, ToDoubleFunction<GcRun.Young> value) {
        return mean(before, value) - mean(after, value);
    }

    private static double mean(List<GcRun> runs, ToDoubleFunction<GcRun.Young> value) {
        return runs.stream()
                .mapToDouble(run -> value.applyAsDouble(run.young()))
                .average()
                .orElse(0);
    }

    private static String join(List<String> clauses) {
        String sentence = String.join("; ", clauses);
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
