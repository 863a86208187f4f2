package dev.outboard.bench.rpc;

import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The other libraries: built with Maven when they are first asked for, from {@code bench/peers}, each with the load
 * compiled into it, so that nothing of this program's class path is in their JVMs.
 */
final class RpcPeers {
    /** Flags that these libraries need, on every JDK. */
    static final List<String> FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "--add-opens",
            "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.nio=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.math=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.util=ALL-UNNAMED");

    private static final Duration MOST = Duration.ofMinutes(10);

    private final Path peers = Settings.home().resolve("bench/peers");

    /** Builds what of these is not there; returns why it could not, or an empty string. */
    String build(List<RpcContender> contenders, Progress progress) throws InterruptedException {
        List<String> missing = contenders.stream()
                .filter(contender -> !isBuilt(contender))
                .map(RpcContender::folder)
                .distinct()
                .toList();
        if (missing.isEmpty()) {
            return "";
        }
        progress.stage("building contenders: " + String.join(", ", missing), Duration.ofMinutes(1));
        Path log = Settings.home().resolve("target/rpc-peers.log");
        try {
            Files.createDirectories(log.getParent());
            Process maven = new ProcessBuilder(
                            Settings.home().resolve("mvnw").toString(),
                            "-B",
                            "-ntp",
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
            return maven.exitValue() == 0 ? "" : "contenders: the build failed (see " + log + ")";
        } catch (IOException e) {
            return "contenders: not built, " + e.getMessage();
        }
    }

    boolean isBuilt(RpcContender contender) {
        return contender.isBuiltIn() || Files.isDirectory(target(contender).resolve("lib"));
    }

    /** Its own classes and libraries and nothing else. */
    String classPath(RpcContender contender) throws IOException {
        try (Stream<Path> jars = Files.list(target(contender).resolve("lib"))) {
            return Stream.concat(
                            Stream.of(target(contender).resolve("classes").toString()),
                            jars.map(Path::toString).sorted())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private Path target(RpcContender contender) {
        return peers.resolve(contender.folder()).resolve("target");
    }
}
