package dev.outboard.bench.codec;

import dev.outboard.bench.run.PeerProjects;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** The codec benchmark's contenders: ours come with this program, the others from projects of their own. */
final class PeerBuild {
    private final PeerProjects projects = new PeerProjects();

    /** Builds what of these is not there; returns why it could not, or an empty string. */
    String build(List<Contender> contenders, Progress progress) throws InterruptedException {
        return projects.build(
                contenders.stream()
                        .filter(contender -> !contender.isOurs())
                        .map(Contender::folder)
                        .toList(),
                progress);
    }

    boolean isBuilt(Contender contender) {
        return contender.isOurs() || projects.isBuilt(contender.folder());
    }

    /** Its own classes and libraries, before the benchmark's. */
    String classPath(Contender contender) throws IOException {
        return contender.isOurs()
                ? Settings.classPath()
                : projects.classPath(contender.folder()) + File.pathSeparator + Settings.classPath();
    }
}
