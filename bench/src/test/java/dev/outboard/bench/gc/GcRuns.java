package dev.outboard.bench.gc;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Made-up runs, for tests of what is computed from runs. */
final class GcRuns {
    static final GcRun.Young PLAIN = new GcRun.Young(100, 0, 0, 5, 2, 0, 0, 2);

    private GcRuns() {}

    /** A closed run of one second with these pauses, in ms, 10 ms of GC CPU each, and a million messages. */
    static GcRun closed(GcArm arm, int round, double... pauses) {
        return run(arm, GcCell.CLOSED, round, 0.1, PLAIN, 0, null, pauses);
    }

    static GcRun closed(GcArm arm, GcRun.Young young) {
        return run(arm, GcCell.CLOSED, 0, 0.1, young, 0, null, young.pauseMillis());
    }

    static GcRun mismatched(GcArm arm) {
        return run(arm, GcCell.CLOSED, 0, 0.1, PLAIN, 3, null, 1);
    }

    static GcRun failed(GcArm arm, String error) {
        return run(arm, GcCell.CLOSED, 0, 0.1, GcRun.Young.NONE, 0, error);
    }

    /** A closed run of which others disturbed so much. */
    static GcRun disturbed(GcArm arm, int round, double foreignCores, double... pauses) {
        return run(arm, GcCell.CLOSED, round, foreignCores, PLAIN, 0, null, pauses);
    }

    static GcReport report(GcRun... runs) {
        return GcReports.of(GcPlan.demo(), "17", List.of(runs), List.of());
    }

    /** A run of another cell. */
    static GcRun of(String cell, GcArm arm, int round, double... pauses) {
        return run(arm, cell, round, 0.1, PLAIN, 0, null, pauses);
    }

    private static GcRun run(
            GcArm arm,
            String cell,
            int round,
            double foreignCores,
            GcRun.Young young,
            long mismatched,
            @Nullable String error,
            double... pauses) {
        return new GcRun(
                arm,
                cell,
                round,
                1,
                1_000_000,
                0,
                mismatched,
                0,
                0,
                500,
                new CollectorThreads(20 * pauses.length, 30),
                foreignCores,
                new GcRun.Pauses(
                        Arrays.stream(pauses).boxed().toList(),
                        Arrays.stream(pauses).map(pause -> pause / 1e3).boxed().toList(),
                        Map.of("Young (Normal)", pauses.length),
                        0,
                        10 * pauses.length,
                        Arrays.stream(pauses).sum(),
                        0,
                        0),
                young,
                new GcRun.Memory(4 << 20, 3, 2 << 20, 1L << 30, 1L << 30),
                null,
                error);
    }
}
