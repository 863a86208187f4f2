package dev.outboard.bench.suite;

import dev.outboard.bench.report.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Results of runs that have ended, each in a file of its own, so that what was interrupted goes on where it stood. Belongs to
 * one plan on one environment: its directory is named after both. One thread.
 */
public final class Journal {
    private final @Nullable Path folder;

    private Journal(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Keeps nothing and holds nothing. */
    public static Journal none() {
        return new Journal(null);
    }

    /** The one in that directory, which is made when something is added. */
    public static Journal in(Path folder) {
        return new Journal(folder);
    }

    /** A journal beside the others in this one, for one part. */
    public Journal of(String part) {
        return folder == null ? this : new Journal(folder.resolve(part));
    }

    /**
     * The result of that name, where it was added before.
     *
     * @param name a file's name: letters, digits, hyphens and dots
     */
    public <T> Optional<T> find(String name, Class<T> type) throws IOException {
        if (folder == null) {
            return Optional.empty();
        }
        Path file = file(folder, name);
        return Files.exists(file) ? Optional.of(JsonReport.read(file, type)) : Optional.empty();
    }

    /**
     * Keeps a result; whole or not at all, whenever the process ends. Once this JVM is going down it keeps nothing more: the
     * children are killed then, and what they come to is no result.
     */
    public void add(String name, Object result) throws IOException {
        if (folder == null || isGoingDown()) {
            return;
        }
        Path part = file(folder, name + ".part");
        JsonReport.write(part, result);
        Files.move(part, file(folder, name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How many results it holds, those of its parts included. */
    public long size() throws IOException {
        if (folder == null || !Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") && !name.endsWith(".part.json"))
                    .count();
        }
    }

    /** Forgets everything: what it was kept for has been reported. */
    public void clear() throws IOException {
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static boolean isGoingDown() {
        Thread probe = new Thread(() -> {}, "is-going-down");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static Path file(Path folder, String name) {
        if (!name.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException("name: " + name + " (expected: letters, digits, hyphens and dots)");
        }
        return folder.resolve(name + ".json");
    }
}
