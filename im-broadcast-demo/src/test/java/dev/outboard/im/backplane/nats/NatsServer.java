package dev.outboard.im.backplane.nats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real {@code nats-server} with JetStream, as a child process, that can be stopped, frozen and started again. */
public final class NatsServer implements AutoCloseable {
    private static final String NAME = "nats-server";

    private final Path binary;
    private final Path store;
    private final int port;
    private final List<String> arguments;
    private Process process;

    private NatsServer(Path binary, Path store, List<String> arguments) throws IOException {
        this.binary = binary;
        this.store = store;
        this.arguments = arguments;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = launch();
    }

    /**
     * <em>Returns owned</em>: a server that keeps its streams in {@code store}. Where there is none installed the test is
     * passed over, but never where CI runs it.
     */
    public static NatsServer start(Path store, String... arguments) throws IOException {
        Optional<Path> binary = find();
        if (binary.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError(NAME + ": not on the PATH (expected: in CI it is)");
        }
        assumeTrue(binary.isPresent(), NAME + ": not on the PATH");
        return new NatsServer(binary.orElseThrow(), store, List.of(arguments));
    }

    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Options of a node. */
    public NatsOptions options(String node, boolean memory, String... prefix) {
        return new NatsOptions(
                List.of(url()),
                null,
                node,
                prefix.length == 0 ? "im" : prefix[0],
                memory,
                16 << 20,
                Duration.ofHours(1),
                Duration.ofMinutes(2),
                128 << 10,
                Duration.ofSeconds(20));
    }

    /** SIGSTOP: it is there and does not answer. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** Ends it at once. */
    public void stop() {
        process.destroyForcibly().onExit().join();
    }

    /** Starts it again, on the same port and with the same files. */
    public void restart() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        stop();
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new AssertionError("kill " + name + ": failed");
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(), "-js", "-sd", store.toString(), "-a", "127.0.0.1", "-p", Integer.toString(port)));
        command.addAll(arguments);
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader lines = started.inputReader();
        List<String> said = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.contains("Server is ready")) {
                drain(lines);
                return started;
            }
        }
        throw new AssertionError(said);
    }

    /** Reads on, so that it never waits for somebody to read what it says. */
    private static void drain(BufferedReader lines) {
        Thread reader = new Thread(() -> lines.lines().forEach(line -> {}), "nats-server-log");
        reader.setDaemon(true);
        reader.start();
    }

    private static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        // Where Debian puts it is not on everybody's path.
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
