package dev.outboard.bench.cleanup;

import dev.outboard.bench.report.JsonReport;
import java.io.IOException;
import java.nio.file.Path;

/** Main class of a JVM of its own: number of scopes, and the file that gets what the timer keeps of them. Not for users. */
public final class DeadlineLeakMain {
    private DeadlineLeakMain() {}

    public static void main(String[] args) throws IOException {
        JsonReport.write(Path.of(args[1]), DeadlineLeak.measure(Integer.parseInt(args[0])));
    }
}
