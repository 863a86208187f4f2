package dev.outboard.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One Java source.
 *
 * @param path below the repository, with {@code /}: {@code rpc-core/src/main/java/dev/outboard/rpc/Status.java}
 */
record SourceFile(String path, List<String> lines) {
    /** Returns every Java source in {@code <module>/src} below {@code root}. */
    static List<SourceFile> below(Path root) throws IOException {
        List<SourceFile> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path src : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(src)) {
                    for (Path file :
                            files.filter(it -> it.toString().endsWith(".java")).toList()) {
                        String path = root.relativize(file).toString().replace('\\', '/');
                        sources.add(new SourceFile(path, Files.readAllLines(file)));
                    }
                }
            }
        }
        return sources;
    }

    String folder() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    boolean contains(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
