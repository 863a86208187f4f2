package dev.outboard.bench.rpc;

import dev.outboard.bench.run.Forked;
import dev.outboard.bench.run.PeerProjects;
import dev.outboard.bench.run.Progress;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The RPC benchmark's contenders that do not come with this program: they have projects of their own. */
final class RpcPeers {
    private final PeerProjects projects = new PeerProjects("bench/src/main/java/dev/outboard/bench/rpc/load");

    /** Builds what of these is not there; returns why it could not, or an empty string. */
    String build(List<RpcContender> contenders, Progress progress) throws InterruptedException {
        return projects.build(
                contenders.stream()
                        .filter(RpcContender::isPeer)
                        .map(RpcContender::folder)
                        .toList(),
                progress);
    }

    boolean isBuilt(RpcContender contender) {
        return !contender.isPeer() || projects.isBuilt(contender.folder());
    }

    /** Its own classes and libraries, and of the benchmark's its own classes only: there is one Netty on it. */
    String classPath(RpcContender contender) throws IOException {
        URI benchmark = URI.create(
                Forked.class.getProtectionDomain().getCodeSource().getLocation().toString());
        return projects.classPath(contender.folder()) + File.pathSeparator + Path.of(benchmark);
    }
}
