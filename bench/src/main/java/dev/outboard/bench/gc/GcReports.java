package dev.outboard.bench.gc;

import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes a {@link GcReport} of runs: arithmetic only, no state. */
final class GcReports {
    private static final GcArm CANDIDATE = GcArm.SAFE_POOLED;

    private GcReports() {}

    static GcReport of(GcPlan plan, String jdk, List<String> flags, List<GcRun> runs, List<String> notes) {
        List<GcSummary> summaries = summaries(runs);
        List<String> allNotes = new ArrayList<>(notes);
        addNotes(plan, runs, summaries, allNotes);
        return new GcReport(
                plan, jdk, flags, runs, summaries, changes(runs), Cause.of(runs, CANDIDATE), List.copyOf(allNotes));
    }

    private static List<GcSummary> summaries(List<GcRun> runs) {
        List<GcSummary> summaries = new ArrayList<>();
        for (GcCell cell : GcCell.values()) {
            for (GcArm arm : GcArm.values()) {
                List<GcRun> mine = runs.stream()
                        .filter(run -> run.arm() == arm && run.cell() == cell)
                        .toList();
                if (!mine.isEmpty()) {
                    summaries.add(summary(arm, cell, mine));
                }
            }
        }
        return List.copyOf(summaries);
    }

    private static GcSummary summary(GcArm arm, GcCell cell, List<GcRun> runs) {
        double[] pauses = runs.stream()
                .flatMap(run -> run.pauses().millis().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return new GcSummary(
                arm,
                cell,
                runs.size(),
                pauses.length,
                Stats.percentile(50, pauses),
                Stats.percentile(95, pauses),
                Stats.percentile(99, pauses),
                median(runs, GcReports::p99),
                Stats.percentile(100, pauses),
                runs.stream().mapToInt(run -> run.pauses().full()).sum(),
                median(runs, run -> run.pauses().millis().size() / run.windowSeconds()),
                median(runs, GcRun::gcCpuMillisPerMillion),
                median(runs, GcRun::cpuMillisPerMillion),
                median(runs, GcRun::stoppedShare),
                median(runs, GcRun::messagesPerSecond),
                runs.stream().mapToLong(GcRun::failed).sum(),
                median(runs, run -> run.young().finals()),
                median(runs, run -> run.young().phantoms()),
                runs.stream()
                        .mapToLong(run -> run.memory().nativeMaxBytes())
                        .max()
                        .orElse(0),
                (long) median(runs, run -> run.memory().residentBytes()),
                latency(runs),
                runs.stream().mapToDouble(GcRun::foreignCores).max().orElse(Double.NaN),
                runs.stream().allMatch(GcRun::valid));
    }

    private static GcRun.@Nullable Latency latency(List<GcRun> runs) {
        List<GcRun.Latency> latencies = new ArrayList<>();
        for (GcRun run : runs) {
            GcRun.Latency latency = run.latency();
            if (latency != null) {
                latencies.add(latency);
            }
        }
        latencies.sort(Comparator.comparingDouble(GcRun.Latency::p99Millis));
        return latencies.isEmpty() ? null : latencies.get(latencies.size() / 2);
    }

    private static List<GcChange> changes(List<GcRun> runs) {
        List<GcChange> changes = new ArrayList<>();
        for (GcArm from : GcArm.values()) {
            if (from != CANDIDATE) {
                for (GcChange.Metric metric : GcChange.Metric.values()) {
                    List<Double> perPair = perPair(runs, from, CANDIDATE, metric);
                    if (!perPair.isEmpty()) {
                        double[] values = perPair.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray();
                        changes.add(new GcChange(from, CANDIDATE, metric, perPair, Stats.median(values)));
                    }
                }
            }
        }
        return List.copyOf(changes);
    }

    /** The changes in per cent from one arm to another, one for each round of the closed cell that both came through. */
    static List<Double> perPair(List<GcRun> runs, GcArm from, GcArm to, GcChange.Metric metric) {
        List<Double> changes = new ArrayList<>();
        for (GcRun before : runs) {
            if (before.arm() == from && isClosedAndValid(before)) {
                Optional<GcRun> after = runs.stream()
                        .filter(run -> run.arm() == to && run.round() == before.round())
                        .filter(GcReports::isClosedAndValid)
                        .findFirst();
                after.ifPresent(run -> changes.add(Stats.changePercent(value(metric, before), value(metric, run))));
            }
        }
        return List.copyOf(changes);
    }

    private static boolean isClosedAndValid(GcRun run) {
        return run.cell() == GcCell.CLOSED && run.valid();
    }

    private static double value(GcChange.Metric metric, GcRun run) {
        return switch (metric) {
            case PAUSE_P99 -> p99(run);
            case PAUSE_P50 -> Stats.percentile(50, millis(run));
            case GC_CPU_PER_MESSAGE -> run.gcCpuMillisPerMillion();
            case STOPPED_SHARE -> run.stoppedShare();
            case MESSAGES_PER_SECOND -> run.messagesPerSecond();
        };
    }

    private static double p99(GcRun run) {
        return Stats.percentile(99, millis(run));
    }

    private static double[] millis(GcRun run) {
        return run.pauses().millis().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double median(List<GcRun> runs, ToDoubleFunction<GcRun> value) {
        return Stats.median(runs.stream()
                .filter(run -> run.error() == null)
                .mapToDouble(value)
                .toArray());
    }

    private static void addNotes(GcPlan plan, List<GcRun> runs, List<GcSummary> summaries, List<String> notes) {
        double[] noisy = runs.stream()
                .mapToDouble(GcRun::foreignCores)
                .filter(cores -> cores > Noise.NOISY_CORES)
                .toArray();
        if (noisy.length > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Noisy: in %d of %d runs other work took more than %.1f cores, up to %.1f.",
                    noisy.length,
                    runs.size(),
                    Noise.NOISY_CORES,
                    Stats.percentile(100, noisy)));
        }
        for (GcSummary summary : summaries) {
            if (summary.cell() == GcCell.CLOSED && summary.pauses() < plan.pausesPerArm()) {
                notes.add(summary.arm().id() + ": " + summary.pauses() + " pauses (expected: at least "
                        + plan.pausesPerArm() + "), so its P99 rests on few");
            }
        }
    }

    /** Why a run that is not valid is not. */
    static String failure(GcRun run) {
        return where(run)
                + (run.error() != null
                        ? run.error()
                        : run.mismatched() + " messages came back other than they were sent, " + run.nativeLeakBytes()
                                + " native bytes were not given back (expected: none)");
    }

    private static String where(GcRun run) {
        return run.arm().id() + ", " + run.cell().id() + " load, round " + (run.round() + 1) + ": ";
    }
}
