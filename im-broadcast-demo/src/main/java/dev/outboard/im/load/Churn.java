package dev.outboard.im.load;

import dev.outboard.im.client.RecoveringUser;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Ends connections at a rate; the users make others. One thread of its own between {@link #start} and {@link #stop}. */
final class Churn {
    private final List<RecoveringUser> users;
    private final double nanosPerCut;
    private final SplittableRandom random;
    private final Thread thread = new Thread(this::run, "im-load-churn");
    private volatile boolean running = true;
    private volatile long cuts;

    Churn(List<RecoveringUser> users, double perSecond, long seed) {
        this.users = users;
        this.nanosPerCut = 1e9 / perSecond;
        this.random = new SplittableRandom(seed);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connections ended so far. */
    long cuts() {
        return cuts;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void run() {
        long start = System.nanoTime();
        for (long i = 0; running; i++) {
            long due = start + (long) (i * nanosPerCut);
            for (long left = due - System.nanoTime(); left > 0 && running; left = due - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
            RecoveringUser user = ready();
            if (running && user != null) {
                user.reconnect();
                cuts++;
            }
        }
    }

    /** Somebody who is there, from a random place on; null where nobody is. */
    private @org.jspecify.annotations.Nullable RecoveringUser ready() {
        int first = random.nextInt(users.size());
        for (int i = 0; i < users.size(); i++) {
            RecoveringUser user = users.get((first + i) % users.size());
            if (user.isReady()) {
                return user;
            }
        }
        return null;
    }
}
