package dev.outboard.bench.suite;

import dev.outboard.bench.run.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** One benchmark of a suite, with its plan. One thread. */
public interface SuitePart {
    /** A word for links, file names and keys, unique in the suite: {@code gc}, {@code broadcast}. */
    String id();

    /** What it takes on a quiet machine of two cores. */
    Duration estimate();

    /**
     * Runs what the journal does not hold yet. A run that fails its checks is in the result, and not an exception.
     *
     * @param work where logs go
     * @throws InterruptedException where the thread was interrupted; no child is left behind, what has ended is in the journal
     */
    PartResult run(Path work, Journal journal, Progress progress) throws IOException, InterruptedException;
}
