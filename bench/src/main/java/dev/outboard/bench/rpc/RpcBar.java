package dev.outboard.bench.rpc;

/**
 * A goal beside what was measured.
 *
 * @param goal in words
 * @param measured with its spread over the rounds
 */
public record RpcBar(String goal, String measured, Verdict verdict) {
    /** What came out. */
    public enum Verdict {
        MET("met"),
        MISSED("MISSED"),
        /** The figures do not decide it: too far apart, or all from noisy runs. */
        UNDECIDED("undecided");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** As printed. */
    String line() {
        return verdict.text() + ": " + goal + ": " + measured;
    }
}
