package dev.outboard.im.load;

/** When messages are intended: nanoseconds from the start, by their number from 0. Any thread. */
@FunctionalInterface
interface Schedule {
    /** Behind the last one. */
    long END = Long.MAX_VALUE;

    /** When message {@code i} is intended, or {@link #END}. */
    long offsetNanos(long i);

    /** As many a second, without an end. */
    static Schedule perSecond(double rate) {
        double nanosPerMessage = 1e9 / rate;
        return i -> (long) (i * nanosPerMessage);
    }

    /** As a log says, so many times as fast. */
    static Schedule of(ChatLog log, double speed) {
        int size = log.lines().size();
        return i -> i < size ? (long) (log.lines().get((int) i).millis() * 1e6 / speed) : END;
    }
}
