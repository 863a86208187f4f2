package dev.outboard.bench.all;

import dev.outboard.bench.suite.Journal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run keeps what it has finished until all of it is: a directory for each profile on each environment, so that
 * nothing goes on where another machine or another version stood. Held by one process at a time.
 */
final class SuiteFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;

    private SuiteFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Opens it, made where it is missing.
     *
     * @param name of what runs
     */
    static SuiteFolder open(Path root, String name, String fingerprint) throws IOException {
        Path folder = root.resolve(name + "-" + fingerprint);
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new IOException("suite: " + folder + " is in use (expected: one run of a profile at a time)");
        }
        return new SuiteFolder(folder, channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Journal journal() {
        return Journal.in(folder.resolve("journal"));
    }

    /** For logs; a directory for each part. */
    Path work() {
        return folder.resolve("logs");
    }

    /** Results of the same name that other environments have left, which this one does not use. */
    List<Path> others(String name) throws IOException {
        try (Stream<Path> siblings = Files.list(folder.toAbsolutePath().getParent())) {
            return siblings.filter(other ->
                            other.getFileName().toString().matches(name + "-[0-9a-f]+") && !other.endsWith(own()))
                    .filter(other -> Files.isDirectory(other.resolve("journal")))
                    .sorted()
                    .toList();
        }
    }

    private Path own() {
        return folder.getFileName();
    }

    /** Forgets what was finished: the next run begins anew. */
    void clear() throws IOException {
        journal().clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
