package dev.outboard.bench.cleanup;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to open and close so many parts in one way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CleanupBenchmark {
    @Param("nested")
    private String way;

    @Param("1")
    private int depth;

    private Work work;

    /** Looks once whether everything is closed. */
    @Setup
    public void open() {
        work = Work.of(Way.of(way), depth);
        work.verify();
    }

    @Benchmark
    public long run() {
        return work.run();
    }

    /** Looks again, now that it is compiled. */
    @TearDown
    public void close() {
        work.verify();
        work.close();
    }
}
