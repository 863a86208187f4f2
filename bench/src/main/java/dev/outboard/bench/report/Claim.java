package dev.outboard.bench.report;

import dev.outboard.bench.run.Stats.Spread;

/**
 * A figure of the article and ours beside it.
 *
 * @param subject what was changed and what is counted
 * @param article the article's figure, as it says it
 * @param measured ours, with its range
 * @param noisy whether others used the machine during most of the runs behind it
 */
public record Claim(String subject, String article, String measured, Verdict verdict, boolean noisy) {

    /** Verdict and noise, as printed. */
    public String judgement() {
        return noisy ? verdict.text() + ", on a noisy machine" : verdict.text();
    }

    /** How the two relate. */
    public enum Verdict {
        /** At least as large as the article's. */
        REPRODUCED("reproduced"),
        /** The same direction, but smaller. */
        SMALLER("smaller than claimed"),
        /** No difference, or the other direction. */
        NOT_REPRODUCED("not reproduced"),
        /** The rounds do not agree on the direction. */
        INCONCLUSIVE("inconclusive"),
        /** A check failed or nothing was measured. */
        VOID("void");

        /** Below this part of the claim, a change in its direction is none. */
        private static final double NO_DIFFERENCE = 0.05;

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** As printed. */
        public String text() {
            return text;
        }

        /**
         * Relates a claimed change in per cent, not 0, to the measured ones of all rounds.
         */
        public static Verdict of(double claimed, Spread measured) {
            if (Double.isNaN(measured.median())) {
                return VOID;
            }
            if (measured.min() < 0 && measured.max() > 0) {
                return INCONCLUSIVE;
            }
            final double ratio = measured.median() / claimed;
            if (ratio >= 1) {
                return REPRODUCED;
            }
            return ratio > NO_DIFFERENCE ? SMALLER : NOT_REPRODUCED;
        }
    }
}
