package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.PushFuture;
import dev.outboard.rpc.PushOutcome;
import dev.outboard.rpc.ServerConnection;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One recipient's copy of one message: encodes it, pushes it, blocks until it is written. Runs on a thread of its own. */
record PushTask(
        User recipient,
        HeapMessage message,
        long begun,
        Duration timeout,
        Outbound outbound,
        Counters counters,
        LongAdder handedOver,
        LongAdder ended)
        implements Runnable {
    @Override
    public void run() {
        try {
            PushFuture push = handOver();
            if (push == null) {
                counters.offline.increment();
            } else {
                settle(push);
            }
        } catch (FrameBudgetException | OutOfMemoryError e) {
            counters.refused.increment();
        } catch (InterruptedException e) {
            // The dispatcher was closed under this task: nobody asks for the books any more.
            Thread.currentThread().interrupt();
        } finally {
            ended.increment();
        }
    }

    /** Says that no thread was to be had for this task. */
    void refused() {
        counters.refused.increment();
        handedOver.increment();
        ended.increment();
    }

    /** Says that the queue had no room for this task. */
    void dropped() {
        counters.queueFull.increment();
        handedOver.increment();
        ended.increment();
    }

    /** Gives the copy to the connection, behind what it was given before; null where there is none. */
    private @Nullable PushFuture handOver() {
        try {
            ServerConnection connection = recipient.connection();
            return connection == null ? null : start(connection);
        } finally {
            handedOver.increment();
        }
    }

    private PushFuture start(ServerConnection connection) {
        EncodedPush push = outbound.encode(message);
        try {
            return connection.pushTracked(push);
        } finally {
            push.release();
        }
    }

    private void settle(PushFuture push) throws InterruptedException {
        boolean inTime = push.await(timeout);
        if (!inTime && push.cancel()) {
            counters.timedOut.increment();
            return;
        }
        while (!push.isDone()) {
            // Too late to take it back: some of its bytes are out. It ends with them, or with the connection.
            push.await(timeout);
        }
        if (!push.isAccepted() && push.outcome() == PushOutcome.CLOSED) {
            counters.turnedAway.increment();
        }
        count(push.outcome(), inTime);
    }

    private void count(PushOutcome outcome, boolean inTime) {
        switch (outcome) {
            case WRITTEN -> {
                counters.written.increment();
                counters.latency.end(begun);
                if (!inTime) {
                    counters.late.increment();
                }
            }
            case REFUSED -> counters.slowConsumer.increment();
            case CLOSED -> counters.closed.increment();
            case CANCELLED, PENDING -> throw new IllegalStateException("outcome: " + outcome + " (expected: an end)");
        }
    }
}
