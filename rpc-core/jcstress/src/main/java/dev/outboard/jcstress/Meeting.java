package dev.outboard.jcstress;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Where two actors wait for each other, so that what they do behind it happens at the same time. */
public final class Meeting {
    private final AtomicInteger missing = new AtomicInteger(2);

    /** Goes on when both are here. */
    public void join() {
        missing.decrementAndGet();
        while (missing.get() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Goes on a little later than the other, at random. */
    public void joinLate(int mostSpins) {
        join();
        spin(mostSpins);
    }

    /** Lets a random time pass. */
    public static void spin(int mostSpins) {
        for (int left = ThreadLocalRandom.current().nextInt(mostSpins + 1); left > 0; left--) {
            Thread.onSpinWait();
        }
    }
}
