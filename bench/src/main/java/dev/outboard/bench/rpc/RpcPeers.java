package dev.outboard.bench.rpc;

import dev.outboard.bench.run.PeerProjects;
import dev.outboard.bench.run.Progress;
import java.io.IOException;
import java.util.List;

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

    private final PeerProjects projects = new PeerProjects();

    /** Builds what of these is not there; returns why it could not, or an empty string. */
    String build(List<RpcContender> contenders, Progress progress) throws InterruptedException {
        return projects.build(
                contenders.stream()
                        .filter(contender -> !contender.isBuiltIn())
                        .map(RpcContender::folder)
                        .toList(),
                progress);
    }

    boolean isBuilt(RpcContender contender) {
        return contender.isBuiltIn() || projects.isBuilt(contender.folder());
    }

    /** Its own classes and libraries and nothing else. */
    String classPath(RpcContender contender) throws IOException {
        return projects.classPath(contender.folder());
    }
}
