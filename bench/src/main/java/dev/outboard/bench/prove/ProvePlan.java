package dev.outboard.bench.prove;

import dev.outboard.bench.run.Progress;
import java.nio.file.Path;

/**
 * How proofs are run. Immutable.
 *
 * @param program the main class that knows {@code im serve}
 * @param work where logs go
 * @param codec of server and clients
 * @param mode of the server
 * @param scale 1 for what the bars are about; less of everything below that, and bars of rates and sizes do not count then
 * @param seconds of each measured window; 0 for each scenario's own
 */
record ProvePlan(String program, Path work, String codec, String mode, double scale, int seconds, Progress progress) {
    ProvePlan {
        if (!(scale > 0 && scale <= 1)) {
            throw new IllegalArgumentException("scale: " + scale + " (expected: above 0, at most 1)");
        }
        if (seconds < 0 || seconds > 3_600) {
            throw new IllegalArgumentException("seconds: " + seconds + " (expected: 0 to 3600)");
        }
    }

    /** So many at full scale, fewer below it, two at the least. */
    int scaled(int count) {
        return Math.max(2, (int) (count * scale));
    }

    /** The window: as asked for, or the scenario's own. */
    int secondsOr(int own) {
        return seconds > 0 ? seconds : own;
    }

    /** Whether bars of rates and sizes count. */
    boolean isFull() {
        return scale == 1;
    }

    /** A bar that counts at full scale only. */
    Finding barred(Finding finding) {
        return isFull()
                ? finding
                : new Finding(
                        finding.name(),
                        finding.definition(),
                        finding.measured(),
                        finding.figure(),
                        "at full scale: " + finding.expected(),
                        true);
    }
}
