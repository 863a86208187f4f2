package dev.outboard.bench.codec;

import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The contenders that are not ours: built with Maven when they are first asked for, from {@code bench/peers}. */
final class PeerBuild {
    private static final Duration MOST = Duration.ofMinutes(10);

    private final Path peers = Settings.home().resolve("bench/peers");

    /** Builds what of these is not there; returns why it could not, or an empty string. */
    String build(List<Contender> contenders, Progress progress) throws InterruptedException {
        List<String> missing = contenders.stream()
                .filter(contender -> !contender.isOurs() && !isBuilt(contender))
                .map(Contender::folder)
                .distinct()
                .toList();
        if (missing.isEmpty()) {
            return "";
        }
        progress.stage("building contenders: " + String.join(", ", missing), Duration.ofMinutes(1));
        Path log = Settings.home().resolve("target/peers.log");
        try {
            Files.createDirectories(log.getParent());
            Process maven = new ProcessBuilder(
                            Settings.home().resolve("mvnw").toString(),
                            "-B",
                            "-q",
                            "-f",
                            peers.resolve("pom.xml").toString(),
                            "-pl",
                            String.join(",", missing),
                            "package")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!maven.waitFor(MOST.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
                maven.destroy();
                return "contenders: not built within " + MOST.toMinutes() + " minutes (see " + log + ")";
            }
            if (maven.exitValue() != 0) {
                return "contenders: the build failed (see " + log + ")";
            }
            for (String folder : missing) {
                Files.writeString(stamp(folder), "");
            }
            return "";
        } catch (IOException e) {
            return "contenders: not built, " + e.getMessage();
        }
    }

    /** Whether it is there, and no older than any contender's sources. */
    boolean isBuilt(Contender contender) {
        if (contender.isOurs()) {
            return true;
        }
        Path stamp = stamp(contender.folder());
        try {
            return Files.exists(stamp)
                    && newestSource() <= Files.getLastModifiedTime(stamp).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of all contenders: they share schemas, and some their sources. */
    private long newestSource() throws IOException {
        long newest = 0;
        try (Stream<Path> files = Files.walk(peers)) {
            for (Path file : files.filter(place -> !place.toString().contains("/target/") && Files.isRegularFile(place))
                    .toList()) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return newest;
    }

    private Path stamp(String folder) {
        return peers.resolve(folder).resolve("target/built");
    }

    /** Its own classes and libraries, before the benchmark's. */
    String classPath(Contender contender) throws IOException {
        if (contender.isOurs()) {
            return Settings.classPath();
        }
        try (Stream<Path> jars = Files.list(target(contender).resolve("lib"))) {
            return Stream.of(
                            Stream.of(target(contender).resolve("classes").toString()),
                            jars.map(Path::toString).sorted(),
                            Stream.of(Settings.classPath()))
                    .flatMap(part -> part)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private Path target(Contender contender) {
        return peers.resolve(contender.folder()).resolve("target");
    }
}
