package dev.outboard.bench.report;

/**
 * A figure of the article and ours beside it.
 *
 * @param subject what was changed and what is counted
 * @param article the article's figure, as it says it
 * @param measured ours, with its range
 */
public record Claim(String subject, String article, String measured, Verdict verdict) {

    /** How the two relate. */
    public enum Verdict {
        /** At least as large as the article's. */
        REPRODUCED("reproduced"),
        /** The same direction, but smaller. */
        SMALLER("smaller than claimed"),
        /** No difference, or the other direction. */
        NOT_REPRODUCED("not reproduced"),
        /** A check failed or nothing was measured. */
        VOID("void");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** As printed. */
        public String text() {
            return text;
        }

        /**
         * Relates two changes in per cent, the claimed one not 0; NaN for {@code measured} is {@link #VOID}.
         */
        public static Verdict of(double claimed, double measured) {
            if (Double.isNaN(measured)) {
                return VOID;
            }
            final double ratio = measured / claimed;
            if (ratio >= 1) {
                return REPRODUCED;
            }
            return ratio > 0.05 ? SMALLER : NOT_REPRODUCED;
        }
    }
}
