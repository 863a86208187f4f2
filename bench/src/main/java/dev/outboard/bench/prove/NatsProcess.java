package dev.outboard.bench.prove;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@code nats-server} with JetStream, which can be stopped and started again with what it has stored. One thread. */
final class NatsProcess implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String PROGRAM = "nats-server";

    private final Path work;
    private final int port;
    private final Thread killer = new Thread(this::kill, "kill-nats");
    private @Nullable Process process;

    private NatsProcess(Path work, int port) {
        this.work = work;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** The program; null where it is not on the path. */
    static @Nullable Path program() {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(":"))
                .map(directory -> Path.of(directory, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** <em>Returns owned</em>: a server that accepts, with nothing stored. */
    static NatsProcess start(Path work) throws IOException {
        NatsProcess nats = new NatsProcess(work, freePort());
        nats.startAgain();
        return nats;
    }

    /** A port that nobody listens on at the moment. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** Starts it, on the same port and with what it has stored. */
    void startAgain() throws IOException {
        Path program = program();
        if (program == null) {
            throw new IllegalArgumentException(PROGRAM + ": none (expected: on the path)");
        }
        Files.createDirectories(work);
        process = new ProcessBuilder(List.of(
                        program.toString(),
                        "-js",
                        "-sd",
                        work.resolve("nats").toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        work.resolve("nats.log").toFile()))
                .start();
        awaitPort();
    }

    /** Ends it, as an operator would. */
    void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroy();
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException(PROGRAM + ": still running after 30 s");
            }
        }
    }

    private void awaitPort() {
        long deadline = System.nanoTime() + START_NANOS;
        while (!accepts()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(PROGRAM + ": does not accept after 20 s");
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
