package dev.outboard.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel says about a process, seen from outside of it.
 *
 * @param residentBytes VmRSS: pages in memory now
 * @param residentMaxBytes VmHWM: the most there ever were
 * @param threads kernel threads
 */
public record ProcessStatus(long residentBytes, long residentMaxBytes, int threads) {

    /** Reads {@code /proc/<pid>/status}; empty without {@code /proc} and for a process that has ended. Any thread. */
    public static Optional<ProcessStatus> of(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty(); // ended, or no /proc on this system: both are "unknown"
        }
    }

    /** A process that is ending has no memory lines any more: empty. */
    static Optional<ProcessStatus> parse(String status) {
        final long resident = number(status, "VmRSS:");
        final long most = number(status, "VmHWM:");
        final long threads = number(status, "Threads:");
        if (resident < 0 || most < 0 || threads < 0) {
            return Optional.empty();
        }
        return Optional.of(new ProcessStatus(resident * 1024, most * 1024, Math.toIntExact(threads)));
    }

    private static long number(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).trim().split("\\s+")[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(-1);
    }
}
