package dev.outboard.bench.hostile;

import java.util.List;

/**
 * What one attack or accident did.
 *
 * @param name of the attack or the accident
 * @param does what is done
 * @param rule what has to become of it
 * @param outcome what became of it
 * @param runs how often it was done
 * @param leakedBytes used on the ledgers behind it, less those before
 * @param threads more than before, of the server's JVM or of all that took part
 * @param honestCalls of the honest client while it went on; 0 for an accident, which has none
 * @param honestFailed those that failed or were answered wrongly
 * @param p99Before of the honest client, nanoseconds; NaN where there is none
 * @param p99During the same, while it went on
 * @param mostBytes the most of the ledger that was seen used while it went on; NaN where nobody looked
 * @param heapBytes the server's heap behind it, collected, less that before; NaN where nobody looked
 * @param skipped why it was not done; empty where it was
 * @param failures what must not have been; empty for none
 */
record HostileRow(
        String codec,
        String name,
        String does,
        String rule,
        String outcome,
        long runs,
        long leakedBytes,
        int threads,
        long honestCalls,
        long honestFailed,
        double p99Before,
        double p99During,
        double mostBytes,
        double heapBytes,
        String skipped,
        List<String> failures) {
    HostileRow {
        failures = List.copyOf(failures);
    }

    /** Something that could not be done here. */
    static HostileRow skipped(String codec, String name, String does, String rule, String why) {
        return new HostileRow(
                codec,
                name,
                does,
                rule,
                "skipped",
                0,
                0,
                0,
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                why,
                List.of());
    }

    /** Something that broke off. */
    static HostileRow broken(String codec, String name, String does, String rule, String why) {
        return new HostileRow(
                codec,
                name,
                does,
                rule,
                "broke off",
                0,
                0,
                0,
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "",
                List.of(why));
    }

    /** The failures, with what they are of. */
    List<String> failureLines() {
        return failures.stream()
                .map(failure -> codec + ", " + name + ": " + failure)
                .toList();
    }
}
