package dev.outboard.im.load;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.PushHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has the event loop of those who read slowly read at a rate: after each message it stands still for as long as that many
 * bytes take, all of its connections together. Called on that loop.
 */
final class Brake implements PushHandler {
    private final PushHandler behind;
    private final double nanosPerByte;
    private final CountDownLatch released = new CountDownLatch(1);
    private long freeAtNanos = System.nanoTime();

    /**
     * @param bytesPerSecond of all connections together
     */
    Brake(PushHandler behind, double bytesPerSecond) {
        this.behind = behind;
        this.nanosPerByte = 1e9 / bytesPerSecond;
    }

    /** From now on it reads as fast as it can. Any thread. */
    void release() {
        released.countDown();
    }

    @Override
    public void onPush(ClientConnection connection, WireReader body) {
        int bytes = body.length();
        behind.onPush(connection, body);
        long now = System.nanoTime();
        // What was not used up while nothing came is not made up for.
        freeAtNanos = Math.max(freeAtNanos, now) + (long) (bytes * nanosPerByte);
        try {
            boolean over = released.await(freeAtNanos - now, TimeUnit.NANOSECONDS);
            if (over) {
                freeAtNanos = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close();
        }
    }
}
