package dev.outboard.bench.all;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Stats.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two runs of a suite, ratio by ratio.
 *
 * @param rows every ratio of either run, those of the older one first
 */
record Comparison(int schema, String kind, Run before, Run after, List<Row> rows) {
    static final int SCHEMA = 1;
    static final String KIND = "outboard-comparison";
    private static final double LEAST_AGREEMENT = 0.9;
    private static final double MOST_INCONCLUSIVE = 0.2;

    Comparison {
        rows = List.copyOf(rows);
    }

    /**
     * Which run.
     *
     * @param file its name, without the directory
     */
    record Run(String file, String created, String profile, String fingerprint) {}

    /**
     * A ratio in both runs.
     *
     * @param before NaN where that run has none, as {@code after}
     */
    record Row(String key, String title, boolean lowerIsBetter, Interval before, Interval after, Verdict verdict) {}

    /** How the two relate. */
    enum Verdict {
        AGREES("agrees"),
        BETTER("better"),
        WORSE("worse"),
        /** One of the intervals is too wide to say anything, or there is none. */
        INCONCLUSIVE("inconclusive"),
        /** Others used the machine in the runs behind one of the two. */
        NOISY("noisy"),
        ONLY_BEFORE("only in the old run"),
        ONLY_AFTER("only in the new run");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** As printed. */
        String text() {
            return text;
        }

        /** Whether it says that the two are the same or are not. */
        boolean isConclusive() {
            return this == AGREES || this == BETTER || this == WORSE;
        }

        static Verdict of(Ratio before, Ratio after) {
            if (before.noisy() || after.noisy()) {
                return NOISY;
            }
            if (before.inconclusive() || after.inconclusive()) {
                return INCONCLUSIVE;
            }
            if (before.agreesWith(after)) {
                return AGREES;
            }
            boolean less = after.interval().estimate() < before.interval().estimate();
            return less == after.lowerIsBetter() ? BETTER : WORSE;
        }
    }

    /**
     * Compares two files that {@code bench all} wrote.
     *
     * @throws IllegalArgumentException for a file that is none of these
     */
    static Comparison of(Path before, Path after) throws IOException {
        Stored old = Stored.read(before);
        Stored young = Stored.read(after);
        return new Comparison(
                SCHEMA, KIND, old.run(before), young.run(after), rows(old.ratios(before), young.ratios(after)));
    }

    private static List<Row> rows(Map<String, Ratio> before, Map<String, Ratio> after) {
        List<Row> rows = new ArrayList<>();
        before.forEach((key, old) -> {
            Ratio young = after.get(key);
            rows.add(new Row(
                    key,
                    old.title(),
                    old.lowerIsBetter(),
                    old.interval(),
                    young == null ? none() : young.interval(),
                    young == null ? Verdict.ONLY_BEFORE : Verdict.of(old, young)));
        });
        after.forEach((key, young) -> {
            if (!before.containsKey(key)) {
                rows.add(new Row(
                        key, young.title(), young.lowerIsBetter(), none(), young.interval(), Verdict.ONLY_AFTER));
            }
        });
        return rows;
    }

    private static Interval none() {
        return new Interval(Double.NaN, Double.NaN, Double.NaN, 0);
    }

    long count(Verdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }

    /** Of the ratios that say anything, the share that both runs agree on; NaN where none does. */
    double agreement() {
        long conclusive =
                rows.stream().filter(row -> row.verdict().isConclusive()).count();
        return conclusive == 0 ? Double.NaN : count(Verdict.AGREES) / (double) conclusive;
    }

    /** Of the ratios that both runs have, the share that says nothing, NaN where they have none. */
    double inconclusive() {
        long both = rows.size() - count(Verdict.ONLY_BEFORE) - count(Verdict.ONLY_AFTER);
        return both == 0 ? Double.NaN : (count(Verdict.INCONCLUSIVE) + count(Verdict.NOISY)) / (double) both;
    }

    boolean agrees() {
        return agreement() >= LEAST_AGREEMENT;
    }

    boolean isConclusive() {
        return inconclusive() <= MOST_INCONCLUSIVE;
    }

    /** Of a report what a comparison needs. */
    record Stored(
            int schema,
            @Nullable String kind,
            @Nullable String created,
            @Nullable String profile,
            @Nullable String fingerprint,
            @Nullable List<StoredPart> parts) {

        static Stored read(Path file) throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(
                        "compare: " + file + " (expected: a report.json that bench all wrote)");
            }
            Stored stored;
            try {
                stored = JsonReport.read(file, Stored.class);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "compare: " + file + ": no JSON of a report (expected: one that bench all wrote)", e);
            }
            if (!SuiteReport.KIND.equals(stored.kind)) {
                throw new IllegalArgumentException("compare: " + file + ": kind " + stored.kind + " (expected: "
                        + SuiteReport.KIND + ", as bench all writes it)");
            }
            if (stored.schema != SuiteReport.SCHEMA) {
                throw new IllegalArgumentException(
                        "compare: " + file + ": schema " + stored.schema + " (expected: " + SuiteReport.SCHEMA + ")");
            }
            return stored;
        }

        Run run(Path file) {
            return new Run(
                    String.valueOf(file.getFileName()),
                    String.valueOf(created),
                    String.valueOf(profile),
                    String.valueOf(fingerprint));
        }

        Map<String, Ratio> ratios(Path file) {
            Map<String, Ratio> ratios = new LinkedHashMap<>();
            for (StoredPart part : parts == null ? List.<StoredPart>of() : parts) {
                for (Ratio ratio : part.result == null ? List.<Ratio>of() : part.result.ratios) {
                    if (ratios.put(ratio.key(), ratio) != null) {
                        throw new IllegalArgumentException(
                                "compare: " + file + ": key " + ratio.key() + " twice (expected: once)");
                    }
                }
            }
            return ratios;
        }
    }

    record StoredPart(@Nullable StoredResult result) {}

    record StoredResult(List<Ratio> ratios) {
        StoredResult {
            ratios = List.copyOf(ratios);
        }
    }
}
