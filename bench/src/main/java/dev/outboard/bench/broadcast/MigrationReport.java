package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Environment;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link CompareBench} measured of a {@link MigrationPlan}.
 *
 * @param schema version of this record's layout: {@value #SCHEMA}
 * @param created when the run began, ISO 8601 in UTC
 * @param loads what was measured under each of the plan's loads, in its order
 * @param repeated runs that others disturbed, and that were run once more; they are in no figure
 * @param notes what was not run as planned
 * @param ratios of every step under every load, each with its interval
 * @param bars what is expected of the migration, met or not
 */
record MigrationReport(
        int schema,
        String created,
        Environment environment,
        MigrationPlan plan,
        List<CompareReport> loads,
        int repeated,
        List<String> notes,
        List<Ratio> ratios,
        List<MigrationBar> bars) {
    static final int SCHEMA = 1;

    MigrationReport {
        loads = List.copyOf(loads);
        notes = List.copyOf(notes);
        ratios = List.copyOf(ratios);
        bars = List.copyOf(bars);
    }

    /** Relates the runs of each load; the loads are the plan's, in its order. */
    static MigrationReport of(
            String created,
            Environment environment,
            MigrationPlan plan,
            List<CompareReport> loads,
            int repeated,
            List<String> notes) {
        final List<Ratio> ratios = new ArrayList<>();
        for (int i = 0; i < loads.size(); i++) {
            final Spoke spoke = plan.spokes().get(i);
            for (MigrationStep step : MigrationStep.all(spoke.plan().modes().get(0))) {
                if (step.isIn(spoke.plan())) {
                    for (MigrationFigure figure : MigrationFigure.of(spoke.cell())) {
                        ratios.add(figure.ratio(loads.get(i), spoke, step));
                    }
                }
            }
        }
        return new MigrationReport(
                SCHEMA, created, environment, plan, loads, repeated, notes, ratios, MigrationBar.of(plan, ratios));
    }

    /** Whether every run is sound. */
    boolean valid() {
        return loads.stream().allMatch(CompareReport::valid);
    }

    /** Every run that counts. */
    List<CompareRun> runs() {
        return loads.stream().flatMap(load -> load.runs().stream()).toList();
    }

    /** Those of them that others disturbed. */
    int disturbed() {
        return (int) runs().stream().filter(CompareRun::isDropped).count();
    }

    /** The ratio of that key; there is one for each figure of each step whose ends both ran under the load. */
    Ratio ratio(String key) {
        return ratios.stream()
                .filter(ratio -> ratio.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("ratio: " + key + " (expected: one of this report's)"));
    }
}
