package dev.outboard.bench.cleanup;

import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CleanupBench} measured.
 *
 * @param schema version of this record's layout: {@value #SCHEMA}
 * @param created when it began, ISO 8601 in UTC
 * @param flags of every JVM
 * @param leak what a timer keeps of closed scopes; null where it was not measured
 * @param failures why these figures are not to be believed
 * @param ratios of ways that do the same, each with its interval
 */
record CleanupReport(
        int schema,
        String created,
        Environment environment,
        CleanupPlan plan,
        List<String> flags,
        List<CleanupRun> runs,
        @Nullable DeadlineLeak leak,
        List<String> failures,
        List<Ratio> ratios) {
    static final int SCHEMA = 1;

    CleanupReport {
        flags = List.copyOf(flags);
        runs = List.copyOf(runs);
        failures = List.copyOf(failures);
        ratios = List.copyOf(ratios);
    }

    /** Relates the runs. */
    static CleanupReport of(
            String created,
            Environment environment,
            CleanupPlan plan,
            List<String> flags,
            List<CleanupRun> runs,
            @Nullable DeadlineLeak leak,
            List<String> failures) {
        final List<String> all = new ArrayList<>();
        for (CleanupRun run : runs) {
            if (run.error() != null) {
                all.add(run.way().id() + ", round " + (run.round() + 1) + ": " + Objects.toString(run.error()));
            }
        }
        all.addAll(failures);
        final List<Ratio> ratios = new ArrayList<>();
        ratio(ratios, runs, "layers-100", Way.NESTED, Way.SCOPE, 100);
        ratio(ratios, runs, "layers-100", Way.NESTED, Way.SCOPE_NEW, 100);
        ratio(ratios, runs, "layers-100", Way.NESTED, Way.ARRAY, 100);
        ratio(ratios, runs, "layers-100", Way.MANUAL, Way.NESTED, 100);
        ratio(ratios, runs, "layers-10", Way.NESTED, Way.SCOPE, 10);
        ratio(ratios, runs, "layers-10", Way.NESTED, Way.ARRAY, 10);
        ratio(ratios, runs, "loop-100", Way.LOOP_NESTED, Way.LOOP_SCOPE, 100);
        ratio(ratios, runs, "loop-100", Way.LOOP_SCOPE, Way.LOOP_ONE_SCOPE, 100);
        ratio(ratios, runs, "owner", Way.OWNER_MANUAL, Way.OWNER_POOL, 1);
        ratio(ratios, runs, "owner", Way.OWNER_MANUAL, Way.OWNER_CLEANER, 1);
        ratio(ratios, runs, "owner", Way.OWNER_MANUAL, Way.OWNER_DEADLINE, 1);
        return new CleanupReport(SCHEMA, created, environment, plan, flags, runs, leak, all, ratios);
    }

    /** What a timer keeps of closed scopes, where it was measured. */
    Optional<DeadlineLeak> leaked() {
        return Optional.ofNullable(leak);
    }

    boolean valid() {
        return failures.isEmpty();
    }

    /** The sound runs of a way, in order of their rounds: the undisturbed ones, or all where there is none. */
    List<CleanupRun> of(Way way) {
        return of(runs, way);
    }

    /** Nanoseconds for a layer more, over the rounds. */
    Interval slope(Way way) {
        return interval(way, CleanupRun::slope);
    }

    /** What a late layer costs over an early one, over the rounds: 1 where it is linear. */
    Interval bend(Way way) {
        return interval(way, CleanupRun::bend);
    }

    private Interval interval(Way way, ToDoubleFunction<CleanupRun> figure) {
        return Stats.ratioInterval(of(way).stream().mapToDouble(figure).toArray());
    }

    private static List<CleanupRun> of(List<CleanupRun> runs, Way way) {
        final List<CleanupRun> all = runs.stream()
                .filter(run -> run.way() == way && run.error() == null)
                .toList();
        final List<CleanupRun> quiet = all.stream().filter(run -> !run.noisy()).toList();
        return quiet.isEmpty() ? all : quiet;
    }

    /** Run against run of the same round. */
    private static void ratio(List<Ratio> ratios, List<CleanupRun> runs, String load, Way from, Way to, int depth) {
        final List<CleanupRun> before = of(runs, from);
        final List<CleanupRun> after = of(runs, to);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        final double[] values = after.stream()
                .flatMapToDouble(run -> before.stream()
                        .filter(other -> other.round() == run.round())
                        .mapToDouble(other -> run.nanos(depth) / other.nanos(depth)))
                .toArray();
        ratios.add(new Ratio(
                "cleanup/" + load + "/ns/" + from.id() + ">" + to.id(),
                "time, " + from.id() + " to " + to.id() + ", " + load,
                true,
                Stats.ratioInterval(values),
                before.get(0).noisy() || after.get(0).noisy()));
    }
}
