package dev.outboard.bench.all;

import dev.outboard.bench.suite.PartResult;
import org.jspecify.annotations.Nullable;

/**
 * What became of a part.
 *
 * @param id of the part
 * @param seconds that it took
 * @param reason why it is not simply measured; empty where it is
 * @param result null where there is none
 */
record Outcome(
        String id,
        State state,
        double seconds,
        String reason,
        @Nullable PartResult result) {
    /** How its figures are to be taken. */
    enum State {
        MEASURED("measured"),
        /** Others used the machine in most of its runs. */
        NOISY("noisy"),
        /** The time did not suffice. */
        CUT("cut"),
        FAILED("FAILED");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As printed. */
        String text() {
            return text;
        }
    }

    static Outcome of(PartResult result, double seconds) {
        if (!result.valid()) {
            return new Outcome(
                    result.id(),
                    State.FAILED,
                    seconds,
                    result.section().failures().get(0),
                    result);
        }
        if (result.noisy()) {
            return new Outcome(
                    result.id(),
                    State.NOISY,
                    seconds,
                    "others used the machine in " + result.noisyRuns() + " of its " + result.runs() + " runs",
                    result);
        }
        return new Outcome(result.id(), State.MEASURED, seconds, "", result);
    }

    static Outcome cut(String id, double seconds, String reason) {
        return new Outcome(id, State.CUT, seconds, reason, null);
    }

    static Outcome failed(String id, double seconds, String reason) {
        return new Outcome(id, State.FAILED, seconds, reason, null);
    }
}
