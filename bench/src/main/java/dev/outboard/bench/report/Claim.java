package dev.outboard.bench.report;

import dev.outboard.bench.run.Stats.Spread;
import java.util.Locale;

/**
 * A figure of the article and ours beside it.
 *
 * @param subject what was changed and what is counted
 * @param article the article's figure, as it says it
 * @param measured ours, with its range
 * @param noisy whether others used the machine during most of the runs behind it
 * @param why one sentence that says what the verdict rests on
 */
public record Claim(String subject, String article, String measured, Verdict verdict, boolean noisy, String why) {

    /** One whose reason is no more than that the figures are what they are. */
    public Claim(String subject, String article, String measured, Verdict verdict, boolean noisy) {
        this(subject, article, measured, verdict, noisy, verdict.reason(article, measured));
    }

    /** The same claim with a cause, where its verdict is that there is something to explain. */
    public Claim because(String cause) {
        return verdict == Verdict.REPRODUCED || verdict == Verdict.SMALLER
                ? new Claim(subject, article, measured, verdict, noisy, cause)
                : this;
    }

    /** The same claim, judged otherwise. */
    public Claim judged(String figure, Verdict other, String reason) {
        return new Claim(subject, article, figure, other, noisy, reason);
    }

    /** Verdict and noise, as printed. */
    public String judgement() {
        return noisy && verdict.isJudgement() ? verdict.text() + ", on a noisy machine" : verdict.text();
    }

    /** How the two relate. */
    public enum Verdict {
        /** At least as large as the article's. */
        REPRODUCED("reproduced"),
        /** The same direction, but smaller. */
        SMALLER("smaller than claimed"),
        /** No difference. */
        NOT_REPRODUCED("not reproduced"),
        /** The other direction. */
        REVERSED("reversed"),
        /** The rounds do not agree on the direction. */
        INCONCLUSIVE("inconclusive"),
        /** A check failed or nothing was measured. */
        VOID("void"),
        /** Others used the machine in most of the runs: there is nothing to hold the claim against. */
        NOISY("noisy: not reported"),
        /** This run did not ask. */
        NOT_MEASURED("not measured in this run");

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

        /** Whether it stands for something that was found. */
        public boolean isJudgement() {
            return this != VOID && this != NOISY && this != NOT_MEASURED;
        }

        /** What it rests on where nobody knows more: the two figures. */
        public String reason(String article, String measured) {
            return switch (this) {
                case REPRODUCED ->
                    String.format(Locale.ROOT, "%s here is at least what the article says, %s.", measured, article);
                case SMALLER ->
                    String.format(
                            Locale.ROOT, "%s here points where the article's %s does, but is less.", measured, article);
                case NOT_REPRODUCED ->
                    String.format(
                            Locale.ROOT, "%s here is no difference, where the article has %s.", measured, article);
                case REVERSED ->
                    String.format(
                            Locale.ROOT, "%s here points the other way than the article's %s.", measured, article);
                case INCONCLUSIVE ->
                    String.format(Locale.ROOT, "The rounds do not agree on the direction: %s.", measured);
                case VOID -> "A check failed, or there is no figure.";
                case NOISY -> "Others used the machine in most of the runs.";
                case NOT_MEASURED -> "Nothing in this run measures it.";
            };
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
            if (ratio < -NO_DIFFERENCE) {
                return REVERSED;
            }
            return ratio > NO_DIFFERENCE ? SMALLER : NOT_REPRODUCED;
        }
    }
}
