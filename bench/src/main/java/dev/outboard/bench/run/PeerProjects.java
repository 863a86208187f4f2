package dev.outboard.bench.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The projects of contenders that are not ours, folders of {@code bench/peers} with dependencies of their own: built with
 * Maven when one is first asked for, and again when a source of any has changed.
 */
public final class PeerProjects {
    private static final Duration MOST = Duration.ofMinutes(10);

    private final Path peers = Settings.home().resolve("bench/peers");
    private final List<Path> sources = new ArrayList<>(List.of(peers));

    /** @param shared folders below the repository whose sources are compiled with those of the projects */
    public PeerProjects(String... shared) {
        for (String folder : shared) {
            sources.add(Settings.home().resolve(folder));
        }
    }

    /** Builds what of these folders is not there; returns why it could not, or an empty string. */
    public String build(Collection<String> folders, Progress progress) throws InterruptedException {
        List<String> missing =
                folders.stream().filter(folder -> !isBuilt(folder)).distinct().toList();
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
            if (!maven.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
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
    public boolean isBuilt(String folder) {
        Path stamp = stamp(folder);
        try {
            return Files.exists(stamp)
                    && newestSource() <= Files.getLastModifiedTime(stamp).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its classes and libraries, as a class path. */
    public String classPath(String folder) throws IOException {
        Path target = target(folder);
        try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
            return Stream.concat(
                            Stream.of(target.resolve("classes").toString()),
                            jars.map(Path::toString).sorted())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** Of all contenders: they share schemas, and some their sources. */
    private long newestSource() throws IOException {
        long newest = 0;
        for (Path source : sources) {
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.filter(
                                place -> !place.toString().contains("/target/") && Files.isRegularFile(place))
                        .toList()) {
                    newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
                }
            }
        }
        return newest;
    }

    private Path stamp(String folder) {
        return target(folder).resolve("built");
    }

    private Path target(String folder) {
        return peers.resolve(folder).resolve("target");
    }
}
