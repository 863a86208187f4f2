package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A thread of a user's that calls, without garbage of its own. */
final class OtherThread implements ReplyHandler, MessageWriter, AutoCloseable {
    private static final long TIMEOUT_NANOS = 60_000_000_000L;
    private static final int IN_FLIGHT = 64;

    final Thread thread = new Thread(this::run, "user");

    private final ClientConnection connection;
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    /** Looked at again and again: whoever waits in a queue of the JDK's makes an object for that. */
    private final AtomicInteger inFlight = new AtomicInteger();

    private volatile boolean failed;

    OtherThread(ClientConnection connection) {
        this.connection = connection;
        thread.start();
    }

    /** Makes so many calls, and waits for their replies. */
    void calls(int count) throws InterruptedException {
        ask(() -> {
            for (int i = 0; i < count; i++) {
                call();
            }
            awaitInFlight(0);
        });
    }

    /** Sends so many one-way messages, and waits until they are on their way. */
    void messages(int count) throws InterruptedException {
        ask(() -> {
            for (int i = 0; i < count; i++) {
                if (connection.oneWay(Echo.DRAIN, this) != SendResult.ACCEPTED) {
                    throw new AssertionError("one-way message: not accepted");
                }
                if (i % IN_FLIGHT == 0) {
                    call();
                    awaitInFlight(0);
                }
            }
        });
    }

    private void call() {
        awaitInFlight(IN_FLIGHT - 1);
        inFlight.incrementAndGet();
        connection.call(Echo.ON_LOOP, this, TIMEOUT_NANOS, this);
    }

    private void awaitInFlight(int most) {
        while (inFlight.get() > most) {
            LockSupport.parkNanos(1);
        }
    }

    private void ask(Runnable action) throws InterruptedException {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        work.put(() -> {
            try {
                action.run();
                done.complete(failed);
            } catch (Throwable t) {
                done.completeExceptionally(t);
            }
        });
        if (done.join()) {
            throw new AssertionError("a call failed");
        }
    }

    private void run() {
        try {
            while (true) {
                work.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void write(WireWriter out) {
        for (int i = 0; i < 8; i++) {
            out.writeFixed64(i);
        }
    }

    @Override
    public void onReply(WireReader reply) {
        inFlight.decrementAndGet();
    }

    @Override
    public void onFailure(Status status) {
        failed = true;
        inFlight.decrementAndGet();
    }

    @Override
    public void close() {
        thread.interrupt();
        Await.until("user", () -> !thread.isAlive());
    }
}
