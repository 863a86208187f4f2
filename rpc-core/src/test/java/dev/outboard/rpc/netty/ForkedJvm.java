package dev.outboard.rpc.netty;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A JVM with this one's flags and a class path of its own. */
final class ForkedJvm {
    final int exitCode;
    /** What it printed and logged. */
    final String output;

    private ForkedJvm(int exitCode, String output) {
        this.exitCode = exitCode;
        this.output = output;
    }

    /** The entries of this JVM's class path whose names {@code wanted} takes. */
    static List<String> classPath(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> wanted.test(Path.of(entry).getFileName().toString()))
                .toList();
    }

    /** Runs a program to its end. */
    static ForkedJvm run(Class<?> main, List<String> classPath, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.equals("-XX:+IgnoreUnrecognizedVMOptions"))
                .forEach(command::add);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ForkedJvm(process.waitFor(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
