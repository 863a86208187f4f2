package dev.outboard.bench.prove;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files this process, and those that it starts, may have open. */
final class OpenFiles {
    private static final int SPARE = 400;

    private OpenFiles() {}

    /** The limit that this process runs under; {@link Long#MAX_VALUE} for none, or where the system does not tell. */
    static long limit() {
        try {
            return limit(Files.readString(Path.of("/proc/self/limits"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Long.MAX_VALUE; // no such system: it will say so itself
        }
    }

    static long limit(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).trim().split("\\s+")[0])
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Refuses to begin where so many sockets do not fit.
     *
     * @throws IllegalArgumentException with what is needed
     */
    static void check(int sockets) {
        if (limit() < sockets + SPARE) {
            throw new IllegalArgumentException(
                    "open files: " + limit() + " (expected: at least " + (sockets + SPARE) + ", by ulimit -n)");
        }
    }
}
