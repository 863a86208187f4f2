package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that lack the flight recorder, or are told on their command line what to record. */
final class RecorderForkTest {
    @TempDir
    private Path folder;

    @Test
    void jvmWithoutARecorder_doesAllTheSame() throws Exception {
        String modules = "java.logging,java.management,java.naming,java.xml,jdk.unsupported";
        assertThat(run("--limit-modules", modules)).contains("recorder: absent");
    }

    @Test
    void commandLine_asksForCalls() throws Exception {
        Path file = folder.resolve("calls.jfr");
        String option = "-XX:StartFlightRecording:filename=" + file + ",+dev.outboard.Call#enabled=true";
        assertThat(run(option)).contains("recorder: present");
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals("dev.outboard.Call"))
                .extracting(event -> event.getString("service") + "/" + event.getString("method"))
                .contains(Echo.ON_LOOP.fullName(), Echo.ON_WORKERS.fullName());
    }

    /** Returns what it printed; fails where it failed. */
    private static String run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RecorderFork.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
