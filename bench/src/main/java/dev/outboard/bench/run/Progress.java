package dev.outboard.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what runs now, for how long, and how long the rest will take: one rewritten line on a terminal, a plain line per
 * stage elsewhere. Goes to standard error, so that standard output holds results only. Any thread.
 */
public final class Progress implements AutoCloseable {
    private static final int REDRAW_MILLIS = 500;

    private final Line line;
    private final String prefix;
    private final Duration afterwards;
    /** When all of it is over at the latest; {@link Long#MAX_VALUE} where that is open. */
    private final long latestNanos;

    private Progress(Line line, String prefix, Duration afterwards, long latestNanos) {
        this.line = line;
        this.prefix = prefix;
        this.afterwards = afterwards;
        this.latestNanos = latestNanos;
    }

    private Progress(Line line) {
        this(line, "", Duration.ZERO, Long.MAX_VALUE);
    }

    /** On standard error, rewritten in place when that is a terminal. */
    public static Progress onStandardError() {
        final Line line = new Line(System.err, isTerminal(), System::nanoTime);
        line.startRedrawing();
        return new Progress(line);
    }

    /** Prints nothing. */
    public static Progress silent() {
        return new Progress(new Line(null, false, System::nanoTime));
    }

    static Progress on(PrintStream out, boolean terminal, LongSupplier nanoClock) {
        return new Progress(new Line(out, terminal, nanoClock));
    }

    /** The same line for a part of the work behind which {@code more} is still to come. */
    public Progress followedBy(Duration more) {
        return new Progress(line, prefix, afterwards.plus(more), latestNanos);
    }

    /** The same line for a part whose stages are to be told from those of others: {@code name} stands before each. */
    public Progress of(String name) {
        return new Progress(line, prefix + name + ": ", afterwards, latestNanos);
    }

    /** The same line for work that is ended when {@code time} is over, whatever its estimates say. */
    public Progress within(Duration time) {
        return new Progress(line, prefix, afterwards, line.nanoClock.getAsLong() + time.toNanos());
    }

    /**
     * The next stage begins.
     *
     * @param left the caller's estimate of the time to the end of its own part, this stage included
     */
    public void stage(String what, Duration left) {
        Duration all = left.plus(afterwards);
        if (latestNanos != Long.MAX_VALUE) {
            Duration most = Duration.ofNanos(Math.max(0, latestNanos - line.nanoClock.getAsLong()));
            all = all.compareTo(most) < 0 ? all : most;
        }
        line.stage(prefix + what, all);
    }

    /** A line that stays. */
    public void note(String text) {
        line.note(text);
    }

    /** Clears the rewritten line. */
    @Override
    public void close() {
        line.close();
    }

    void redraw() {
        line.redraw();
    }

    private static boolean isTerminal() {
        final Path stderr = Path.of("/proc/self/fd/2");
        try {
            if (Files.isSymbolicLink(stderr)) {
                final String target = Files.readSymbolicLink(stderr).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
            }
        } catch (IOException e) {
            return false; // cannot tell, and plain lines are right everywhere
        }
        // Since 22 a console exists without a terminal too, so that it no longer tells.
        return System.console() != null && Runtime.version().feature() < 22;
    }

    private static final class Line implements AutoCloseable {
        private static final String CLEAR_LINE = "\r\u001b[K";

        private final @Nullable PrintStream out;
        private final boolean terminal;
        private final LongSupplier nanoClock;
        private final long startNanos;
        private @Nullable ScheduledExecutorService ticker;
        private @Nullable String stage;
        private long endNanos;

        Line(@Nullable PrintStream out, boolean terminal, LongSupplier nanoClock) {
            this.out = out;
            this.terminal = terminal;
            this.nanoClock = nanoClock;
            this.startNanos = nanoClock.getAsLong();
        }

        synchronized void startRedrawing() {
            if (terminal) {
                final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
                    final Thread thread = new Thread(task, "progress");
                    thread.setDaemon(true);
                    return thread;
                });
                ticker = timer;
                final var unused =
                        timer.scheduleAtFixedRate(this::redraw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        synchronized void stage(String what, Duration left) {
            stage = what;
            endNanos = nanoClock.getAsLong() + left.toNanos();
            if (terminal) {
                redraw();
            } else if (out != null) {
                out.println(text());
            }
        }

        synchronized void redraw() {
            if (out != null && terminal && stage != null) {
                out.print(CLEAR_LINE + text());
                out.flush();
            }
        }

        synchronized void note(String text) {
            if (out != null) {
                out.println(terminal ? CLEAR_LINE + text : text);
                redraw();
            }
        }

        @Override
        public synchronized void close() {
            if (ticker != null) {
                ticker.shutdownNow();
            }
            if (out != null && terminal && stage != null) {
                out.print(CLEAR_LINE);
                out.flush();
            }
            stage = null;
        }

        private String text() {
            final long now = nanoClock.getAsLong();
            return "[" + clock(now - startNanos) + ", about " + clock(Math.max(0, endNanos - now)) + " left] " + stage;
        }

        private static String clock(long nanos) {
            final long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
            return String.format("%d:%02d", seconds / 60, seconds % 60);
        }
    }
}
