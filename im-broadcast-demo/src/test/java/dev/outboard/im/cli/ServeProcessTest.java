package dev.outboard.im.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.admin.RawHttp;
import dev.outboard.im.server.ChatClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server as a process: how it starts and how it ends. */
class ServeProcessTest {
    private static final Pattern LISTENING = Pattern.compile(
            "listening on 127\\.0\\.0\\.1:(\\d+) mode=pool codec=safe transport=\\w+ jdk=\\S+ workers=4 queue=16384"
                    + " access=open heap=\\d+m");
    private static final Pattern WEB = Pattern.compile("web on http://127\\.0\\.0\\.1:(\\d+)/");
    private static final String OPENS = "--add-opens";
    private static final int TERMINATED = 128 + 15;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void kill() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void sigterm_drainsAndExitsWith0() throws Exception {
        Process server = start(List.of(), "serve", "--port", "0", "--codec", "safe");
        BufferedReader lines = server.inputReader();
        try (ChatClient client = new ChatClient(port(lines))) {
            client.signIn(1);
            client.join(1);
            client.publish(1, "hello");
            assertThat(client.nextText()).isEqualTo("hello");
            terminate(server);
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.exitValue()).isZero();
        assertThat(lines.readLine())
                .startsWith("drained 1 connections in ")
                .contains("messages 1, offered 1 = written 1 ")
                .contains("in-flight(0)")
                .contains(" used=0 lost=0 ");
    }

    @Test
    void webPort_isTold_andServesThePages() throws Exception {
        Process server = start(List.of(), "serve", "--port", "0", "--codec", "safe", "--web-port", "0");
        BufferedReader lines = server.inputReader();
        port(lines);
        Matcher web = WEB.matcher(lines.readLine());
        assertThat(web.matches()).isTrue();
        assertThat(RawHttp.get(Integer.parseInt(web.group(1)), "/").status()).isEqualTo(200);
        terminate(server);
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
    }

    @Test
    void secondSignal_endsTheDrainAtOnce() throws Exception {
        Process server = start(List.of(), "serve", "--port", "0", "--codec", "safe", "--grace", "10m");
        BufferedReader lines = server.inputReader();
        int port = port(lines);
        try (ChatClient stalled = new ChatClient(port);
                ChatClient other = new ChatClient(port)) {
            stalled.signIn(1);
            stalled.join(1);
            stalled.stall();
            other.signIn(2);
            other.join(1);
            other.publish(1, "from here on one of them does not read");
            // So it does not see that the server goes, and the drain would take its ten minutes.
            stalled.nextText();
            terminate(server);
            assertThat(server.waitFor(1, TimeUnit.SECONDS)).isFalse();
            terminate(server);
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.exitValue()).isEqualTo(TERMINATED);
    }

    @Test
    void codecThatCannotRun_isOneLineThatNamesTheFlag() throws Exception {
        Process server = start(List.of(OPENS), "serve", "--port", "0", "--codec", "unsafe");
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(2);
        assertThat(server.errorReader().lines().toList())
                .singleElement()
                .asString()
                .contains("--add-opens java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    private static int port(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        Matcher listening = LISTENING.matcher(line);
        assertThat(listening.matches()).as(line).isTrue();
        return Integer.parseInt(listening.group(1));
    }

    /** SIGTERM; the process's own method would close its output as well. */
    private static void terminate(Process process) {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /**
     * Starts the command in a JVM with this one's flags.
     *
     * @param without flags, and their values, to leave out
     */
    private Process start(List<String> without, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        if (without.isEmpty()) {
            command.addAll(List.of(OPENS, "java.base/jdk.internal.misc=ALL-UNNAMED"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ImMain.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }
}
