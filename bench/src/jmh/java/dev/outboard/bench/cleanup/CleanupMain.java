package dev.outboard.bench.cleanup;

import dev.outboard.bench.report.JsonReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A JVM of the cleanup benchmark: one way at all of its depths. Arguments: way, warm-up iterations, iterations, milliseconds of each,
 * and the file that gets the result.
 */
public final class CleanupMain {
    private CleanupMain() {}

    public static void main(String[] args) throws Exception {
        Way way = Way.of(args[0]);
        TimeValue time = TimeValue.milliseconds(Long.parseLong(args[3]));
        List<CleanupRun.Depth> depths = new ArrayList<>();
        for (int depth : way.group().depths()) {
            RunResult result = new Runner(new OptionsBuilder()
                            .include("^" + CleanupBenchmark.class.getName() + "\\.run$")
                            .param("way", way.id())
                            .param("depth", String.valueOf(depth))
                            .forks(0)
                            .warmupIterations(Integer.parseInt(args[1]))
                            .warmupTime(time)
                            .measurementIterations(Integer.parseInt(args[2]))
                            .measurementTime(time)
                            .addProfiler(GCProfiler.class)
                            .verbosity(VerboseMode.SILENT)
                            .shouldFailOnError(true)
                            .build())
                    .run()
                    .iterator()
                    .next();
            List<Double> nanos = new ArrayList<>();
            for (IterationResult iteration :
                    result.getBenchmarkResults().iterator().next().getIterationResults()) {
                nanos.add(iteration.getPrimaryResult().getScore());
            }
            double bytes =
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
            try (Work work = Work.of(way, depth)) {
                depths.add(new CleanupRun.Depth(depth, nanos, bytes, work.verify()));
            }
        }
        JsonReport.write(Path.of(args[4]), new CleanupRun.Said(depths));
    }
}
