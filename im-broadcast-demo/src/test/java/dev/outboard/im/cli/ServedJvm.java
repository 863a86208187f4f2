package dev.outboard.im.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.admin.RawHttp;
import dev.outboard.im.admin.RawHttp.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code im serve} in a JVM of its own, with an admin endpoint, and what its endpoint says. */
final class ServedJvm implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on \\S+:(\\d+) .*");
    /** From here on the JVM itself writes a warning of native libraries to the log's stream. */
    private static final int FIRST_WARNING_JDK = 24;

    private static final Pattern ADMIN = Pattern.compile("admin on 127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final BufferedReader lines;
    private final int port;
    private final int adminPort;

    /** Starts it and waits until it listens. */
    ServedJvm(List<String> jvmFlags, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= FIRST_WARNING_JDK) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ImMain.class.getName(), "serve"));
        command.addAll(List.of("--port", "0", "--admin-port", "0", "--codec", "safe"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).start();
        lines = process.inputReader();
        port = number(LISTENING);
        adminPort = number(ADMIN);
    }

    private int number(Pattern pattern) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new AssertionError(process.errorReader().lines().toList());
        }
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    int port() {
        return port;
    }

    Answer get(String path) throws IOException {
        return RawHttp.get(adminPort, path);
    }

    Answer put(String path, String json) throws IOException {
        return RawHttp.put(adminPort, path, json);
    }

    /** SIGTERM; the process's own method would close its output as well. */
    void terminate() {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Waits for the end; returns the exit code. */
    int waitFor() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** The next line of its output. */
    String nextLine() throws IOException {
        return lines.readLine();
    }

    /** All that it has logged, when it has ended. */
    List<String> log() {
        return process.errorReader().lines().toList();
    }

    @Override
    public void close() {
        kill();
    }
}
