package dev.outboard.im.load;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import dev.outboard.im.v1.ServerStatsDecoder;
import dev.outboard.im.v1.StatsRequestEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the server what it has counted, over a connection of its own: now, or over and over while a load runs. A server
 * that is slow to answer is asked less often; that is part of the picture.
 */
final class Observer {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ClientConnection connection;
    // The thread's own until it has been joined.
    private final List<Timed> samples = new ArrayList<>();
    private final Thread thread = new Thread(this::observe, "im-load-observer");
    private int unanswered;
    private volatile boolean running = true;

    /** A sample and when it came. */
    record Timed(long nanos, ServerSample sample) {}

    Observer(ClientConnection connection) {
        this.connection = connection;
        thread.setDaemon(true);
    }

    /**
     * One sample, now.
     *
     * @param collect whether the server collects garbage first
     */
    ServerSample sample(boolean collect) {
        Answer answer = new Answer();
        connection.call(
                ChatMethods.STATS, out -> new StatsRequestEncoder().wrap(out).collect(collect), TIMEOUT_NANOS, answer);
        try {
            return answer.sample.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw new LoadException("stats: " + (cause != null ? cause : e).getMessage());
        }
    }

    /** Samples from now on, until {@link #stop}. */
    void start() {
        thread.start();
    }

    /** What was sampled since {@link #start}. */
    List<Timed> stop() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(samples);
    }

    /** How many questions stayed without an answer. */
    int unanswered() {
        return unanswered;
    }

    private void observe() {
        while (running) {
            try {
                ServerSample sample = sample(false);
                samples.add(new Timed(System.nanoTime(), sample));
            } catch (LoadException e) {
                // An overloaded server may leave a question unanswered; only the last one of a run has to succeed.
                unanswered++;
            }
            LockSupport.parkNanos(this, PERIOD_NANOS);
        }
    }

    /** Waits for the reply of one call. */
    private static final class Answer implements ReplyHandler {
        private final CompletableFuture<ServerSample> sample = new CompletableFuture<>();

        @Override
        public void onReply(WireReader reply) {
            try {
                sample.complete(ServerSample.of(new ServerStatsDecoder().wrap(reply)));
            } catch (MalformedMessageException e) {
                sample.completeExceptionally(e);
            }
        }

        @Override
        public void onFailure(Status status) {
            sample.completeExceptionally(new LoadException(status.toString()));
        }
    }
}
