package dev.outboard.bench.run;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM with this JVM's class path and exactly the flags that it was given.
 *
 * <p>Life: {@link #of}, options, {@link Builder#start}; then any number of {@link #awaitLine} and one of
 * {@link #awaitExit} or {@link #stop}; {@link #close} in every case. {@code close} kills the child and all that it
 * started. So does this JVM's exit, Ctrl-C included, behind which no child is said to have failed; and a parent that is
 * killed outright takes its children with it ({@link Forked}). Standard output and error are read as one stream, kept
 * in the log file when there is one.
 *
 * <p>Variables that would add flags behind the caller's back ({@code JAVA_TOOL_OPTIONS} and its kind) are not handed on.
 * Any thread.
 */
public final class Jvm implements AutoCloseable {
    private static final int TAIL_LINES = 40;
    private static final Pattern STACK_FRAME =
            Pattern.compile("\\s+(at .*|\\.\\.\\. [0-9]+ (more|common frames omitted))");
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<Jvm> ALIVE = ConcurrentHashMap.newKeySet();

    /** Exit codes of a JVM that SIGINT, SIGKILL or SIGTERM ended. */
    private static final Set<Integer> SIGNALLED = Set.of(128 + 2, 128 + 9, 128 + 15);
    /** A Ctrl-C reaches children as well, and may reach them first. */
    private static final Duration SAME_SIGNAL = Duration.ofSeconds(1);

    private static final CountDownLatch GOING_DOWN = new CountDownLatch(1);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Jvm::goDown, "kill-child-jvms"));
    }

    private final String name;
    private final Process process;
    private final Thread reader;
    private final @Nullable Path log;
    private final Deque<String> unread = new ArrayDeque<>();
    private final Deque<String> tail = new ArrayDeque<>();
    private boolean outputEnded;

    private Jvm(String name, Process process, @Nullable Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.reader = new Thread(this::readOutput, "output-of-" + name);
        reader.setDaemon(true);
    }

    /** A child that runs {@code mainClass}; {@code name} stands in messages. */
    public static Builder of(String name, String mainClass) {
        return new Builder(name, mainClass);
    }

    /** The process id, for {@code /proc} and for signals. */
    public long pid() {
        return process.pid();
    }

    /** Whether the child still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines of output, oldest first. */
    public synchronized List<String> tail() {
        return List.copyOf(tail);
    }

    /**
     * Waits for the next line of output that {@code matches}, passing over the lines before it.
     *
     * @throws ChildFailedException when the child ends first or {@code timeout} passes
     */
    public synchronized String awaitLine(Predicate<String> matches, Duration timeout) throws InterruptedException {
        final long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            for (String line = unread.poll(); line != null; line = unread.poll()) {
                if (matches.test(line)) {
                    return line;
                }
            }
            if (outputEnded) {
                endWithThisJvm();
                throw failed("ended before the expected line");
            }
            final long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMillis <= 0) {
                throw failed("no expected line within " + timeout.toSeconds() + " s");
            }
            wait(leftMillis);
        }
    }

    /**
     * Waits for the child's end and returns its exit code.
     *
     * @throws ChildFailedException when {@code timeout} passes; the child still runs then
     */
    public int awaitExit(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failed("still running after " + timeout.toSeconds() + " s");
        }
        reader.join(KILL_TIMEOUT.toMillis());
        if (GOING_DOWN.getCount() == 0) {
            endWithThisJvm();
        }
        return process.exitValue();
    }

    /** {@link #awaitExit}, for a child whose exit code must be {@code expected}. */
    public void expectExit(int expected, Duration timeout) throws InterruptedException {
        final int code = awaitExit(timeout);
        if (code != expected) {
            endWithThisJvm();
            throw failed("exit " + code + " (expected: " + expected + ")");
        }
    }

    /** Asks the child to end (SIGTERM) and returns its exit code. */
    public int stop(Duration grace) throws InterruptedException {
        // Not Process.destroy: that closes the child's standard input too, which tells it that its parent is gone.
        process.toHandle().destroy();
        return awaitExit(grace);
    }

    /** Kills the child and everything that it started. Does nothing when it has ended. */
    @Override
    public void close() {
        kill();
        ALIVE.remove(this);
    }

    private static void goDown() {
        GOING_DOWN.countDown();
        ALIVE.forEach(Jvm::kill);
    }

    /**
     * Where this JVM is going down, the child was ended for that, and whoever waits for it is not to take that for a
     * failure: waits until this JVM has ended, then. Returns where it is not.
     */
    private void endWithThisJvm() throws InterruptedException {
        final boolean ended = process.waitFor(SAME_SIGNAL.toNanos(), TimeUnit.NANOSECONDS);
        final boolean signalled = ended && SIGNALLED.contains(process.exitValue());
        if (GOING_DOWN.await(signalled ? SAME_SIGNAL.toNanos() : 0, TimeUnit.NANOSECONDS)) {
            new CountDownLatch(1).await();
        }
    }

    private void kill() {
        final List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(KILL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                Writer out = openLog(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.append(line).append('\n').flush();
                keep(line);
            }
        } catch (IOException e) {
            // A stream that breaks because the child was killed looks like this; the line says so to whoever waits.
            keep("output of " + name + " broke off: " + e.getMessage());
        } finally {
            endOfOutput();
        }
    }

    private synchronized void keep(String line) {
        unread.add(line);
        tail.add(line);
        if (tail.size() > TAIL_LINES) {
            tail.remove();
        }
        notifyAll();
    }

    private synchronized void endOfOutput() {
        outputEnded = true;
        notifyAll();
    }

    /** Not the last frame of a stack trace, but what it is the trace of. */
    private String lastWords() {
        String last = tail.getLast();
        for (Iterator<String> lines = tail.descendingIterator(); lines.hasNext(); ) {
            String line = lines.next();
            if (!STACK_FRAME.matcher(line).matches()) {
                return line;
            }
        }
        return last;
    }

    private synchronized ChildFailedException failed(String what) {
        final String said = tail.isEmpty() ? "it printed nothing" : "its last line: " + lastWords();
        final String where = log == null ? "" : "; log: " + log;
        return new ChildFailedException(name + ": " + what + "; " + said + where);
    }

    private static Writer openLog(@Nullable Path log) throws IOException {
        if (log == null) {
            return Writer.nullWriter();
        }
        return new BufferedWriter(Files.newBufferedWriter(log, StandardCharsets.UTF_8));
    }

    /** Options of a child; not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String mainClass;
        private final List<String> flags = new ArrayList<>(Settings.jvmFlags());
        private final List<String> args = new ArrayList<>();
        private String classPath = Settings.classPath();
        private Jdk jdk = Jdk.running();
        private @Nullable Path log;
        private List<String> prefix = List.of();

        private Builder(String name, String mainClass) {
            this.name = name;
            this.mainClass = mainClass;
        }

        /** Adds JVM flags behind the ones that the product always runs with. */
        public Builder flags(List<String> more) {
            flags.addAll(more);
            return this;
        }

        /** Replaces every JVM flag, the product's own included. */
        public Builder exactFlags(List<String> all) {
            flags.clear();
            flags.addAll(all);
            return this;
        }

        /** Replaces this JVM's class path; the new one has to hold {@link Forked} as well. */
        public Builder classPath(String other) {
            classPath = other;
            return this;
        }

        /** Runs on this JDK instead of the running one. */
        public Builder jdk(Jdk jdk) {
            this.jdk = jdk;
            return this;
        }

        public Builder args(List<String> more) {
            args.addAll(more);
            return this;
        }

        /** Keeps the child's output in this file as well; its directory is made. */
        public Builder log(Path file) {
            log = file;
            return this;
        }

        /** Starts it by this command, which turns into the one behind it. */
        public Builder prefix(List<String> command) {
            prefix = List.copyOf(command);
            return this;
        }

        /** The JVM flags as they stand, for a report. */
        public List<String> flags() {
            return List.copyOf(flags);
        }

        /** Starts the child. */
        public Jvm start() {
            final List<String> command = new ArrayList<>(prefix);
            command.add(jdk.java().toString());
            command.addAll(flags);
            command.add("-cp");
            command.add(classPath);
            command.add(Forked.class.getName());
            command.add(mainClass);
            command.addAll(args);
            final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
            try {
                if (log != null) {
                    Files.createDirectories(log.toAbsolutePath().getParent());
                }
                final Jvm jvm = new Jvm(name, builder.start(), log);
                ALIVE.add(jvm);
                jvm.reader.start();
                return jvm;
            } catch (IOException e) {
                throw new UncheckedIOException(name + ": cannot start", e);
            }
        }
    }
}
