package dev.outboard.bench.peers;

import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A JVM of the codec benchmark: verifies one contender on one data set, then times one operation with JMH. The forks are
 * the parent's, who takes the contenders in turns. Arguments: factory, data, operation, warm-up iterations, iterations,
 * milliseconds of each, and the file that gets the result: nanoseconds of each iteration, bytes allocated per operation,
 * bytes per message.
 */
public final class PeerMain {
    private PeerMain() {}

    /** Fails with exit code 1 and one line where the contender does not give back what it was given. */
    public static void main(String[] args) throws Exception {
        DataSet data = DataSet.of(args[1]);
        double size = verify(open(args[0], data), data);
        RunResult result = run(args);
        try (PrintWriter out = new PrintWriter(new FileWriter(args[6], StandardCharsets.UTF_8))) {
            out.print("{\"nanos\":[");
            String comma = "";
            for (IterationResult iteration :
                    result.getBenchmarkResults().iterator().next().getIterationResults()) {
                out.print(comma + iteration.getPrimaryResult().getScore());
                comma = ",";
            }
            out.print("],\"bytesPerOperation\":" + allocated(result) + ",\"messageBytes\":" + size + "}");
        }
    }

    static Peer open(String factory, DataSet data) throws ReflectiveOperationException {
        return ((Peer.Factory) Class.forName(factory).getDeclaredConstructor().newInstance()).open(data);
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
    }

    private static RunResult run(String[] args) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(Long.parseLong(args[5]));
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^" + PeerBenchmark.class.getName() + "\\." + args[2] + "$")
                        .param("factory", args[0])
                        .param("data", args[1])
                        .forks(0)
                        .warmupIterations(Integer.parseInt(args[3]))
                        .warmupTime(time)
                        .measurementIterations(Integer.parseInt(args[4]))
                        .measurementTime(time)
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        return results.iterator().next();
    }

    /** Returns the mean size of a message. */
    private static double verify(Peer peer, DataSet data) throws IOException {
        Object[] messages = data.messages();
        long bytes = 0;
        for (int i = 0; i < messages.length; i++) {
            bytes += peer.encode(i);
            if (peer.encoded().length == 0) {
                throw new IOException("message " + i + ": no bytes (expected: some)");
            }
            if (!messages[i].equals(peer.read(i))) {
                throw new IOException("message " + i + ": another one came back (expected: the same)");
            }
        }
        return bytes / (double) messages.length;
    }
}
