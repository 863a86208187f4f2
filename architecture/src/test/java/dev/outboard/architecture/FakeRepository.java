package dev.outboard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The launcher among stand-ins, already built: a Maven wrapper that notes that it was called, and JDKs that print their arguments, one
 * per line, and end with their number.
 */
final class FakeRepository {
    /** Newer than any JDK that this machine may have. */
    private static final int NEWEST = 99;

    /** The build counts as younger than all that a test lays out meanwhile, folders included. */
    private static final int SECONDS_TO_BUILD = 30;

    private final Path root;

    /** What a call of the launcher did. */
    record Result(int exitCode, List<String> out, List<String> err) {}

    FakeRepository(Path root) throws IOException {
        this.root = Files.createDirectories(root);
        Files.copy(Path.of("..", "outboard"), root.resolve("outboard"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.createDirectories(root.resolve("bench/src/main/java"));
        script(
                "mvnw",
                "echo \"[INFO] Building outboard-bench 1 [1/1]\"",
                "mkdir -p bench/target/launcher",
                "echo x >>calls");
        jdk("newest", NEWEST);
        Path built =
                Files.createDirectories(root.resolve("bench/target/launcher")).resolve("built");
        setTime(Files.createFile(built), SECONDS_TO_BUILD);
    }

    Path newestJdk() {
        return root.resolve("newest");
    }

    Path launcher() {
        return root.resolve("outboard");
    }

    /** Makes the wrapper fail. */
    void breakTheBuild() throws IOException {
        script("mvnw", "echo BUILD FAILURE", "exit 1");
    }

    /** Makes a JDK of this version and returns its home. */
    Path jdk(String name, int version) throws IOException {
        script(name + "/bin/javac", "exit 0");
        script(name + "/bin/java", "for a in \"$@\"; do echo \"$a\"; done", "exit $#");
        Files.writeString(root.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        return root.resolve(name);
    }

    /** Writes a source, as of {@code seconds} from now. */
    void edit(String source, int seconds) throws IOException {
        Path file = Files.writeString(root.resolve("bench/src/main/java").resolve(source), "");
        setTime(file, seconds);
    }

    /** Returns how often the wrapper was called. */
    int builds() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    /** Calls the launcher as {@code command}, from another directory, with nothing in the environment but this. */
    Result call(Path command, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path out = root.resolve("out");
        Path err = root.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(root.getRoot().toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", newestJdk().toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
        return new Result(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }

    private static void setTime(Path file, int secondsFromNow) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsFromNow)));
    }

    private void script(String path, String... lines) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
