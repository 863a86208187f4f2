package dev.outboard.bench.gc;

import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes a {@link GcReport} of runs: arithmetic only, no state. */
final class GcReports {
    /** What the others are compared with. */
    static final GcArm CANDIDATE = GcArm.SAFE_POOLED;
    /** The migration taken literally, which the legacy arms are compared with as well. */
    static final GcArm LITERAL = GcArm.DIRECT_PER_MESSAGE;

    private GcReports() {}

    static GcReport of(GcPlan plan, String jdk, List<GcRun> runs, List<String> notes) {
        List<GcSummary> summaries = summaries(plan, runs);
        List<String> allNotes = new ArrayList<>(notes);
        addNotes(plan, runs, summaries, allNotes);
        return new GcReport(
                plan,
                jdk,
                GcFlags.of(plan.cells().get(0).conditions()),
                runs,
                summaries,
                changes(plan, runs),
                Cause.of(runs, CANDIDATE),
                List.copyOf(allNotes));
    }

    private static List<GcSummary> summaries(GcPlan plan, List<GcRun> runs) {
        List<GcSummary> summaries = new ArrayList<>();
        for (GcCell cell : plan.cells()) {
            for (GcArm arm : GcArm.values()) {
                List<GcRun> mine = runs.stream()
                        .filter(run -> run.arm() == arm && run.cell().equals(cell.id()))
                        .toList();
                if (!mine.isEmpty()) {
                    summaries.add(summary(arm, cell.id(), mine));
                }
            }
        }
        return List.copyOf(summaries);
    }

    private static GcSummary summary(GcArm arm, String cell, List<GcRun> runs) {
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
                median(runs, GcChange.Metric.PAUSE_P99::of),
                Stats.percentile(100, pauses),
                runs.stream().mapToInt(run -> run.pauses().full()).sum(),
                median(runs, run -> run.perSecond(run.pauses().millis().size())),
                median(runs, run -> run.perSecond(run.pauses().stoppedMillis())),
                median(runs, run -> run.perSecond(run.pauses().cpuMillis())),
                median(runs, GcRun::gcCpuMillisPerMillion),
                median(runs, GcRun::cpuMillisPerMillion),
                median(runs, GcRun::collectorMillisPerMillion),
                median(runs, run -> run.messages() == 0 ? 0 : run.threads().referenceMillis() * 1e6 / run.messages()),
                median(runs, GcRun::stoppedShare),
                median(runs, GcRun::messagesPerSecond),
                runs.stream().mapToLong(GcRun::failed).sum(),
                runs.stream().mapToInt(run -> run.pauses().stalls()).sum(),
                median(runs, run -> run.perSecond(run.pauses().stalledMillis())),
                median(runs, run -> run.young().finals()),
                median(runs, run -> run.young().phantoms()),
                most(runs, run -> run.memory().nativeMaxBytes()),
                most(runs, run -> run.memory().directMaxBuffers()),
                most(runs, run -> run.memory().directMaxBytes()),
                (long) median(runs, run -> run.memory().residentBytes()),
                latency(runs),
                runs.stream().mapToDouble(GcRun::foreignCores).max().orElse(Double.NaN),
                (int) runs.stream().filter(GcRun::noisy).count(),
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

    private static List<GcChange> changes(GcPlan plan, List<GcRun> runs) {
        List<GcChange> changes = new ArrayList<>();
        for (GcCell cell : plan.cells()) {
            List<GcRun> mine =
                    runs.stream().filter(run -> run.cell().equals(cell.id())).toList();
            for (GcArm from : GcArm.values()) {
                if (from != CANDIDATE) {
                    addChanges(changes, cell.id(), mine, from, CANDIDATE);
                }
                if (from.isLegacy()) {
                    addChanges(changes, cell.id(), mine, from, LITERAL);
                }
            }
        }
        return List.copyOf(changes);
    }

    private static void addChanges(List<GcChange> changes, String cell, List<GcRun> runs, GcArm from, GcArm to) {
        boolean noisy = Noise.mostlyNoisy(runs.stream()
                .filter(run -> run.arm() == from || run.arm() == to)
                .mapToDouble(GcRun::foreignCores)
                .toArray());
        for (GcChange.Metric metric : GcChange.Metric.values()) {
            List<Double> perPair = perPair(runs, from, to, metric);
            if (!perPair.isEmpty()) {
                changes.add(GcChange.of(cell, from, to, metric, perPair, noisy));
            }
        }
    }

    /** The changes in per cent from one arm to another, one for each round of one cell's runs that both came through. */
    private static List<Double> perPair(List<GcRun> runs, GcArm from, GcArm to, GcChange.Metric metric) {
        List<Double> changes = new ArrayList<>();
        for (GcRun before : runs) {
            if (before.arm() == from && before.valid()) {
                Optional<GcRun> after = runs.stream()
                        .filter(run -> run.arm() == to && run.round() == before.round() && run.valid())
                        .findFirst();
                after.map(run -> Stats.changePercent(metric.of(before), metric.of(run)))
                        .filter(Double::isFinite)
                        .ifPresent(changes::add);
            }
        }
        return List.copyOf(changes);
    }

    private static double median(List<GcRun> runs, ToDoubleFunction<GcRun> value) {
        return Stats.median(runs.stream()
                .filter(run -> run.error() == null)
                .mapToDouble(value)
                .toArray());
    }

    private static long most(List<GcRun> runs, ToLongFunction<GcRun> value) {
        return runs.stream().mapToLong(value).max().orElse(0);
    }

    private static void addNotes(GcPlan plan, List<GcRun> runs, List<GcSummary> summaries, List<String> notes) {
        double[] noisy = runs.stream()
                .filter(GcRun::noisy)
                .mapToDouble(GcRun::foreignCores)
                .toArray();
        if (noisy.length > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Noisy: in %d of %d runs other work took more than %.1f cores, up to %.1f; their columns have a star.",
                    noisy.length,
                    runs.size(),
                    Noise.NOISY_CORES,
                    Stats.percentile(100, noisy)));
        }
        for (GcSummary summary : summaries) {
            int expected = plan.cell(summary.cell()).map(GcCell::pausesPerArm).orElse(0);
            if (summary.valid() && summary.pauses() < expected) {
                notes.add(summary.arm().id() + ", " + summary.cell() + ": " + summary.pauses()
                        + " pauses (expected: at least " + expected + "), so its P99 rests on few");
            }
        }
    }

    /** Why a run that is not valid is not. */
    static String failure(GcRun run) {
        String where = run.arm().id() + ", " + run.cell() + ", round " + (run.round() + 1) + ": ";
        if (run.error() != null) {
            return where + run.error();
        }
        return where + run.mismatched() + " messages came back other than they were sent, " + run.lost()
                + " were lost, " + run.nativeLeakBytes() + " native bytes were not given back (expected: none)";
    }
}
