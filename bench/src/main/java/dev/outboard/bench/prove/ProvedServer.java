package dev.outboard.bench.prove;

import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.ProcessStatus;
import dev.outboard.im.load.ServerProbe;
import dev.outboard.im.load.ServerSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a JVM of its own, and what the system says of it. One thread. */
final class ProvedServer implements AutoCloseable {
    private static final long POLL_NANOS = 20_000_000;
    private static final Pattern LISTENING = Pattern.compile("listening on \\S+:(\\d+) .*");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final int TICKS_PER_SECOND = 100;

    private final Jvm jvm;
    private final int port;

    private ProvedServer(Jvm jvm, int port) {
        this.jvm = jvm;
        this.port = port;
    }

    /** <em>Returns owned</em>: a server that listens, with these arguments behind {@code im serve}. */
    static ProvedServer start(ProvePlan plan, String name, List<String> arguments) throws InterruptedException {
        return start(plan, name, 0, List.of(), List.of(), arguments);
    }

    /**
     * <em>Returns owned</em>: a server that listens.
     *
     * @param port 0 for any
     * @param prefix a command before the JVM's
     * @param flags of the JVM, behind the product's own
     */
    static ProvedServer start(
            ProvePlan plan, String name, int port, List<String> prefix, List<String> flags, List<String> arguments)
            throws InterruptedException {
        List<String> all =
                new ArrayList<>(List.of("im", "serve", "--port", Integer.toString(port), "--codec", plan.codec()));
        all.addAll(arguments);
        Jvm jvm = Jvm.of("im serve", plan.program())
                .prefix(prefix)
                .flags(flags)
                .args(all)
                .log(plan.work().resolve(name + "-server.log"))
                .start();
        try {
            Matcher listening = LISTENING.matcher(
                    jvm.awaitLine(line -> LISTENING.matcher(line).matches(), START_TIMEOUT));
            if (!listening.matches()) {
                throw new IllegalStateException("a line that matched no longer does");
            }
            return new ProvedServer(jvm, Integer.parseInt(listening.group(1)));
        } catch (RuntimeException | InterruptedException e) {
            jvm.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return jvm.pid();
    }

    /** What it has counted, garbage collected before. */
    ServerSample collected() {
        try (ServerProbe probe = ServerProbe.connect("127.0.0.1", port)) {
            return probe.sample(true);
        }
    }

    /** Waits until nobody is connected but whoever asks. */
    void awaitAlone() {
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try (ServerProbe probe = ServerProbe.connect("127.0.0.1", port)) {
            for (long left = others(probe); left > 0; left = others(probe)) {
                if (deadline - System.nanoTime() < 0) {
                    throw new IllegalStateException(
                            "connections: " + left + " (expected: none after " + STOP_TIMEOUT.toSeconds() + " s)");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private static long others(ServerProbe probe) {
        return probe.sample(false).connections() - 1;
    }

    /** Resident bytes; NaN where the system does not tell. */
    double residentBytes() {
        return ProcessStatus.of(jvm.pid())
                .map(status -> (double) status.residentBytes())
                .orElse(Double.NaN);
    }

    /** Processor time used so far, in seconds; NaN where the system does not tell. */
    double cpuSeconds() {
        try {
            String stat =
                    Files.readString(Path.of("/proc", Long.toString(jvm.pid()), "stat"), StandardCharsets.ISO_8859_1);
            // Behind the name in parentheses: state is field 3, user and system time are 14 and 15.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (double) (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return Double.NaN; // no such system
        }
    }

    /** Open files of the process; -1 where the system does not tell. */
    int openFiles() {
        String[] names =
                Path.of("/proc", Long.toString(jvm.pid()), "fd").toFile().list();
        return names == null ? -1 : names.length;
    }

    /** Has it end in order; returns its exit code. */
    int stop() throws InterruptedException {
        return jvm.stop(STOP_TIMEOUT);
    }

    /** Kills it. */
    @Override
    public void close() {
        jvm.close();
    }
}
