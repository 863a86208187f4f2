package dev.outboard.bench.gc;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Two threads that make messages and handle them. */
final class Workers implements Traffic {
    private static final int WORKERS = 2;
    /** By how many the messages of all workers together may be more than their counters say. */
    static final int MOST_UNCOUNTED = WORKERS * InFlight.MOST_UNCOUNTED;

    private final AtomicReference<@Nullable Throwable> died = new AtomicReference<>();
    private final List<Worker<?>> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Netty's threads, for every arm: pooled frames keep free lists for those, and no arm shall have other threads. */
    Workers(ArmMemory memory, LiveSet live, ArmRun.Load load, long seed, GcPlant plant) {
        ThreadFactory factory = new DefaultThreadFactory("gc-worker", true);
        for (int i = 0; i < WORKERS; i++) {
            CompletableFuture<Worker<?>> made = new CompletableFuture<>();
            long workerSeed = seed * 31 + i;
            Thread thread = factory.newThread(() -> work(memory, live, load, workerSeed, plant, made));
            threads.add(thread);
            thread.start();
            workers.add(made.join());
        }
    }

    private void work(
            ArmMemory memory,
            LiveSet live,
            ArmRun.Load load,
            long seed,
            GcPlant plant,
            CompletableFuture<Worker<?>> made) {
        try {
            InFlight<?> inFlight = new InFlight<>(plant.in(memory.newOwnership()), live, load.changesPercent());
            Worker<?> worker = new Worker<>(inFlight, live, seed, load.ratePerSecond() / WORKERS, plant.sleepNanos());
            made.complete(worker);
            worker.run();
        } catch (Throwable t) {
            died.compareAndSet(null, t); // the main thread finds it and ends the run
            made.completeExceptionally(t);
        }
    }

    @Override
    public List<InFlight<?>> inFlight() {
        List<InFlight<?>> all = new ArrayList<>();
        workers.forEach(worker -> all.add(worker.inFlight()));
        return all;
    }

    @Override
    public void openWindow() {
        workers.forEach(Worker::openWindow);
    }

    @Override
    public void closeWindow() {
        workers.forEach(Worker::closeWindow);
    }

    @Override
    public void stop() throws InterruptedException {
        workers.forEach(Worker::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        throwIfDied();
    }

    @Override
    public void throwIfDied() {
        Throwable cause = died.get();
        if (cause != null) {
            throw new IllegalStateException("worker: " + cause, cause);
        }
    }

    @Override
    public long lostElsewhere() {
        return 0;
    }

    @Override
    public double idleLateMillis() {
        return workers.stream().mapToLong(Worker::idleLateNanos).average().orElse(0) / 1e6;
    }

    @Override
    public void addLatencyTo(Histogram all) {
        workers.forEach(worker -> worker.addLatencyTo(all));
    }

    @Override
    public long nativeBytes() {
        return 0;
    }
}
