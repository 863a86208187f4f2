package dev.outboard.bench.soak;

import java.util.concurrent.atomic.AtomicLongArray;

/** What became of the calls, by kind. Any thread. */
final class Tally {
    /** How a call ended. */
    enum End {
        /** As it had to: the right reply, or the failure that was asked for. */
        RIGHT,
        /** Its connection was cut, and it said so. */
        CUT,
        /** Refused before anything was done with it: workers or memory had no room. */
        REFUSED,
        /** Other bytes, another order, another failure than was due. */
        WRONG,
        /** A second end of the same call. */
        TWICE
    }

    private static final int ENDS = End.values().length;

    private final AtomicLongArray started = new AtomicLongArray(Kind.values().length);
    private final AtomicLongArray ended = new AtomicLongArray(Kind.values().length * ENDS);
    private volatile String firstWrong = "";

    void started(Kind kind) {
        started.incrementAndGet(kind.ordinal());
    }

    void ended(Kind kind, End end) {
        ended.incrementAndGet(kind.ordinal() * ENDS + end.ordinal());
    }

    /** An end that must not be; the first one's text is kept. */
    void wrong(Kind kind, End end, String what) {
        ended(kind, end);
        if (firstWrong.isEmpty()) {
            firstWrong = kind.title() + ": " + what;
        }
    }

    String firstWrong() {
        return firstWrong;
    }

    long started(int kind) {
        return started.get(kind);
    }

    long of(Kind kind, End end) {
        return ended.get(kind.ordinal() * ENDS + end.ordinal());
    }

    /** Calls that have been started and not heard of. */
    long open(Kind kind) {
        return started.get(kind.ordinal())
                - of(kind, End.RIGHT)
                - of(kind, End.CUT)
                - of(kind, End.REFUSED)
                - of(kind, End.WRONG);
    }

    long open() {
        long sum = 0;
        for (Kind kind : Kind.values()) {
            sum += open(kind);
        }
        return sum;
    }

    long total() {
        long sum = 0;
        for (Kind kind : Kind.values()) {
            sum += started.get(kind.ordinal());
        }
        return sum;
    }
}
