package dev.outboard.bench.all;

import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs parts one after the other within a budget of time. A part that does not fit into what is left is not begun, one that
 * still runs at the end is interrupted: both are cut. What such a part has finished is in the journal, so that the same
 * command goes on there. One thread, which is not the one that runs the parts.
 */
final class Suite {
    /** A part is begun where this share of its estimate is left: estimates are on the safe side. */
    private static final double LEAST_SHARE = 0.7;

    private final List<SuitePart> parts;
    private final @Nullable Duration budget;
    private final Path work;
    private final Journal journal;
    private final Progress progress;
    private final LongSupplier nanoClock;
    private final long startNanos;

    /**
     * @param budget for all parts, from now on; null for as long as it takes
     * @param work where logs go, a directory for each part
     */
    Suite(
            List<SuitePart> parts,
            @Nullable Duration budget,
            Path work,
            Journal journal,
            Progress progress,
            LongSupplier nanoClock) {
        this.parts = List.copyOf(parts);
        this.budget = budget;
        this.work = work;
        this.journal = journal;
        this.progress = budget == null ? progress : progress.within(budget);
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    /** Runs all parts; a part that fails does not keep the next from running. */
    List<Outcome> run() throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Duration later = parts.subList(i + 1, parts.size()).stream()
                    .map(SuitePart::estimate)
                    .reduce(Duration.ZERO, Duration::plus);
            SuitePart part = parts.get(i);
            Outcome outcome = run(
                    part,
                    progress.of((i + 1) + "/" + parts.size() + " " + part.id()).followedBy(later));
            if (outcome.state() != Outcome.State.MEASURED) {
                progress.note(part.id() + ": " + outcome.state().text() + ": " + outcome.reason());
            }
            outcomes.add(outcome);
        }
        return List.copyOf(outcomes);
    }

    private Outcome run(SuitePart part, Progress line) throws InterruptedException {
        Duration left = left();
        double estimate = part.estimate().toMillis() / 1000.0;
        if (left != null && left.toMillis() / 1000.0 < LEAST_SHARE * estimate && isNew(part)) {
            return Outcome.cut(
                    part.id(),
                    0,
                    "not run: it takes about " + Math.round(estimate) + " s, and " + Math.max(0, left.toSeconds())
                            + " s were left");
        }
        long start = nanoClock.getAsLong();
        line.stage("begins", part.estimate());
        FutureTask<PartResult> task =
                new FutureTask<>(() -> part.run(work.resolve(part.id()), journal.of(part.id()), line));
        Thread thread = new Thread(task, "suite-" + part.id());
        thread.start();
        try {
            PartResult result =
                    left == null ? task.get() : task.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
            return Outcome.of(result, seconds(start));
        } catch (TimeoutException e) {
            return Outcome.cut(
                    part.id(),
                    seconds(start),
                    "interrupted, for the time was used up; what it had finished is kept for the next run");
        } catch (ExecutionException e) {
            return Outcome.failed(part.id(), seconds(start), reason(e));
        } finally {
            thread.interrupt();
            thread.join();
        }
    }

    private boolean isNew(SuitePart part) {
        try {
            return journal.of(part.id()).size() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null without a budget. */
    private @Nullable Duration left() {
        return budget == null ? null : budget.minusNanos(nanoClock.getAsLong() - startNanos);
    }

    private double seconds(long sinceNanos) {
        return (nanoClock.getAsLong() - sinceNanos) / 1e9;
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
