package dev.outboard.jcstress;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Where two actors wait for each other, so that what they do behind it happens at the same time. */
public final class Meeting {
    private static final int SPINS = 1000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Whether somebody waited in vain: his partner threw, and will not come to any other meeting. */
    private static volatile boolean over;

    private final AtomicInteger missing = new AtomicInteger(2);

    /** Goes on when both are here. */
    public void join() {
        missing.decrementAndGet();
        await(() -> missing.get() <= 0);
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

    /** Waits, but not for ever; false where that was in vain, now or before. */
    @SuppressWarnings("ThreadPriorityCheck") // who waits for a thread that has no processor may give it this one
    public static boolean await(BooleanSupplier condition) {
        for (int spins = 0; spins < SPINS; spins++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        long since = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (over || System.nanoTime() - since > PATIENCE_NANOS) {
                over = true;
                return false;
            }
            Thread.yield();
        }
        return true;
    }
}
