package dev.outboard.im.load;

/**
 * The part of a run that is measured.
 *
 * @param startNanos its first moment, on {@link System#nanoTime}'s clock
 * @param endNanos the first moment behind it
 */
record Window(long startNanos, long endNanos) {
    boolean contains(long nanos) {
        return nanos - startNanos >= 0 && nanos - endNanos < 0;
    }

    double seconds() {
        return (endNanos - startNanos) / 1e9;
    }
}
