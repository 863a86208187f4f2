package dev.outboard.im.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The resident memory of this process, as Linux tells it; zeros elsewhere.
 *
 * @param rssBytes resident now
 * @param peakBytes the highest that was
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
 */
record ProcessMemory(long rssBytes, long peakBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");

    static ProcessMemory now() {
        try {
            return Files.isReadable(STATUS) ? parse(Files.readAllLines(STATUS)) : new ProcessMemory(0, 0);
        } catch (IOException e) {
            // The file lies about nothing but may vanish with its mount; what is not known reads 0.
            return new ProcessMemory(0, 0);
        }
    }

    static ProcessMemory parse(List<String> status) {
        return new ProcessMemory(kilobytes(status, "VmRSS:") << 10, kilobytes(status, "VmHWM:") << 10);
    }

    private static long kilobytes(List<String> status, String name) {
        for (String line : status) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
