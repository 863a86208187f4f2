package dev.outboard.bench.gc;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Interval;
import java.util.List;

/**
 * How a metric of {@code to} compares with that of {@code from}, run by run in the same round.
 *
 * @param cell the id of the cell whose runs these are
 * @param metric what is compared
 * @param perPairPercent the change, one per round: -41 is 41 % less
 * @param medianPercent the median of the pairs
 * @param interval of the ratio: the geometric mean of the pairs, and bounds between which it lies with a confidence of 90 %
 * @param noisy whether most of the runs were disturbed
 */
public record GcChange(
        String cell,
        GcArm from,
        GcArm to,
        Metric metric,
        List<Double> perPairPercent,
        double medianPercent,
        Interval interval,
        boolean noisy) {

    static GcChange of(String cell, GcArm from, GcArm to, Metric metric, List<Double> perPairPercent, boolean noisy) {
        double[] changes =
                perPairPercent.stream().mapToDouble(Double::doubleValue).toArray();
        double[] ratios = perPairPercent.stream()
                .mapToDouble(percent -> 1 + percent / 100)
                .toArray();
        return new GcChange(
                cell, from, to, metric, perPairPercent, Stats.median(changes), Stats.ratioInterval(ratios), noisy);
    }

    /** The change in per cent that the pairs stand for. */
    public double percent() {
        return percent(interval.estimate());
    }

    /** The greatest change that the interval holds, in per cent; NaN with fewer than two pairs. */
    public double upperPercent() {
        return percent(interval.upper());
    }

    /** The change with its interval: {@code -72 % (-78 to -65)}. */
    public String text() {
        return Numbers.change(new Stats.Spread(
                percent(),
                percent(interval.lower()),
                upperPercent(),
                Double.isNaN(interval.lower()) ? 1 : interval.count()));
    }

    /** For a comparison of reports. */
    public Ratio ratio() {
        return new Ratio(
                "gc/" + cell + "/" + metric.id() + "/" + from.id() + ">" + to.id(),
                "GC, " + cell + ": " + metric.title() + ", " + from.id() + " to " + to.id(),
                metric.isLowerBetter(),
                interval,
                noisy);
    }

    private static double percent(double ratio) {
        return (ratio - 1) * 100;
    }

    /** What {@link GcChange} compares. */
    public enum Metric {
        /** The run's 99th percentile of pauses. */
        PAUSE_P99("pause-p99", "pause P99", "of the run's pauses, nearest rank"),
        /** The run's 95th percentile of pauses. */
        PAUSE_P95("pause-p95", "pause P95", "of the run's pauses, nearest rank"),
        /** The run's median pause. */
        PAUSE_P50("pause-p50", "pause p50", "median of the run's pauses"),
        /** GC CPU per message. */
        GC_CPU_PER_MESSAGE(
                "gc-cpu", "GC CPU per message", "user and system time of all GC threads in pauses, per message"),
        /** CPU of the whole process per message. */
        CPU_PER_MESSAGE(
                "cpu", "CPU per message", "of the whole process, finalizers and Cleaners included, per message"),
        /** Share of the time in which the JVM stood still. */
        STOPPED_SHARE("stopped", "time stopped", "share of the time in safepoints; who is faster collects more often"),
        /** Messages per second. */
        MESSAGES_PER_SECOND("messages", "messages per second", "encoded, in flight, decoded and found equal");

        private final String id;
        private final String title;
        private final String definition;

        Metric(String id, String title, String definition) {
            this.id = id;
            this.title = title;
            this.definition = definition;
        }

        /** The name in keys. */
        @JsonValue
        public String id() {
            return id;
        }

        /** A few words for a table. */
        public String title() {
            return title;
        }

        /** What exactly was counted. */
        public String definition() {
            return definition;
        }

        /** What a change in its direction means. */
        public boolean isLowerBetter() {
            return this != MESSAGES_PER_SECOND;
        }

        double of(GcRun run) {
            return switch (this) {
                case PAUSE_P99 -> percentile(99, run);
                case PAUSE_P95 -> percentile(95, run);
                case PAUSE_P50 -> percentile(50, run);
                case GC_CPU_PER_MESSAGE -> run.gcCpuMillisPerMillion();
                case CPU_PER_MESSAGE -> run.cpuMillisPerMillion();
                case STOPPED_SHARE -> run.stoppedShare();
                case MESSAGES_PER_SECOND -> run.messagesPerSecond();
            };
        }

        private static double percentile(double percent, GcRun run) {
            return Stats.percentile(
                    percent,
                    run.pauses().millis().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
        }
    }
}
