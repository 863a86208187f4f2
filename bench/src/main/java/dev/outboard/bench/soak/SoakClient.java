package dev.outboard.bench.soak;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.RpcClient;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A thread that makes calls of every kind over one connection, and cuts it now and then. */
final class SoakClient implements Runnable {
    /** Calls at a time. */
    static final int WINDOW = 16;
    /** One call in so many cuts the connection. */
    private static final int CUT_EVERY = 2_000;

    private final RpcClient client;
    private final int port;
    private final Tally tally;
    private final SplittableRandom random;
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicLong cuts;
    private final AtomicLong faults;
    /** Nanoseconds between two calls; 0 for as fast as the window allows. */
    private volatile long pauseNanos;

    private volatile boolean stopped;

    SoakClient(RpcClient client, int port, Tally tally, AtomicLong cuts, AtomicLong faults, SplittableRandom random) {
        this.client = client;
        this.port = port;
        this.tally = tally;
        this.cuts = cuts;
        this.faults = faults;
        this.random = random;
    }

    void pause(long nanos) {
        pauseNanos = nanos;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        ClientConnection connection = client.connect("127.0.0.1", port);
        long due = System.nanoTime();
        while (!stopped) {
            window.acquireUninterruptibly();
            due = Math.max(due + pauseNanos, System.nanoTime() - pauseNanos * WINDOW);
            long left = due - System.nanoTime();
            if (pauseNanos > 0 && left > 0) {
                LockSupport.parkNanos(left);
            }
            if (!connection.isOpen()) {
                faults.incrementAndGet();
                connection = client.connect("127.0.0.1", port);
            }
            Attempt.start(kind(), connection, tally, window, random);
            if (random.nextInt(CUT_EVERY) == 0) {
                cuts.incrementAndGet();
                connection.close();
                connection = client.connect("127.0.0.1", port);
            }
        }
        // Every call has its end before the connection has its own.
        window.acquireUninterruptibly(WINDOW);
        connection.close();
    }

    private Kind kind() {
        int n = random.nextInt(100);
        if (n < 70) {
            return Kind.UNARY;
        }
        if (n < 75) {
            return Kind.LARGE;
        }
        if (n < 85) {
            return Kind.CANCEL;
        }
        return n < 90 ? Kind.TIMEOUT : n < 95 ? Kind.COUNT : Kind.ECHO;
    }
}
