package dev.outboard.bench.all;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Stats.Interval;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A part that measures nothing. */
record FakePart(String id, Duration estimate, Work work) implements SuitePart {
    /** What it does instead. */
    interface Work {
        PartResult run(Journal journal) throws IOException, InterruptedException;
    }

    static FakePart of(String id, PartResult result) {
        return new FakePart(id, Duration.ofSeconds(10), journal -> result);
    }

    @Override
    public PartResult run(Path logs, Journal journal, Progress progress) throws IOException, InterruptedException {
        return work.run(journal);
    }

    static PartResult sound(String id) {
        return result(id, List.of(), 0);
    }

    static PartResult noisy(String id) {
        return result(id, List.of(), 3);
    }

    static PartResult failed(String id, String failure) {
        return result(id, List.of(failure), 0);
    }

    private static PartResult result(String id, List<String> failures, int noisyRuns) {
        Section section = new Section(id, "Part " + id, "What?", failures, List.of(), List.of(), List.of(), List.of());
        Claim claim = new Claim("subject of " + id, "-41 %", "-72 %", Claim.Verdict.REPRODUCED, false);
        return new PartResult(
                id,
                List.of(claim),
                List.of(ratio(id + "/a>b", 0.5, 0.45, 0.55)),
                section,
                noisyRuns,
                5,
                Map.of("figure", 7));
    }

    static Ratio ratio(String key, double estimate, double lower, double upper) {
        return new Ratio(key, "title of " + key, true, new Interval(estimate, lower, upper, 4), false);
    }
}
