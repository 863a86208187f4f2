package dev.outboard.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a process's {@link ProcessStatus} at a fixed rate from a thread of its own, so that the process under
 * measurement does nothing for it. Life: {@link #start}, any number of {@link #between}, {@link #close}.
 */
public final class ProcessSampler implements AutoCloseable {
    private final long pid;
    private final long periodNanos;
    private final Thread thread;
    private final List<Sample> samples = new ArrayList<>();
    private volatile boolean closed;

    private ProcessSampler(long pid, int perSecond) {
        this.pid = pid;
        this.periodNanos = 1_000_000_000L / perSecond;
        this.thread = new Thread(this::run, "sampler-of-" + pid);
        thread.setDaemon(true);
    }

    /** Starts sampling now. */
    public static ProcessSampler start(long pid, int perSecond) {
        final ProcessSampler sampler = new ProcessSampler(pid, perSecond);
        sampler.thread.start();
        return sampler;
    }

    /**
     * The samples taken in this span of {@link System#nanoTime}, oldest first. On Linux that clock is the same in all
     * JVMs of a machine, so that another process may name the span. Any thread.
     */
    public synchronized List<ProcessStatus> between(long fromNanos, long toNanos) {
        return samples.stream()
                .filter(sample -> sample.nanos - fromNanos >= 0 && toNanos - sample.nanos > 0)
                .map(Sample::status)
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long next = System.nanoTime();
        while (!closed) {
            ProcessStatus.of(pid).ifPresent(this::add);
            next += periodNanos;
            final long left = next - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else {
                next = System.nanoTime(); // a late sampler does not catch up: bunched samples would weigh too much
            }
        }
    }

    private synchronized void add(ProcessStatus status) {
        samples.add(new Sample(System.nanoTime(), status));
    }

    private record Sample(long nanos, ProcessStatus status) {}
}
