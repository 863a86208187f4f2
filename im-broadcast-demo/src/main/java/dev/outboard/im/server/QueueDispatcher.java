package dev.outboard.im.server;

import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Fan-out by a fixed pool that shares one queue without a bound, kept for comparison: one entry per recipient and
 * message, each encoded for itself and handed to its connection without blocking. Two threads may have two messages for
 * the same recipient, so there is no order; and what the server cannot keep up with piles up.
 */
final class QueueDispatcher implements Dispatcher {
    private final Outbound outbound;
    private final Counters counters;
    private final Progress progress;
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final ExecutorService tasks;

    /**
     * @param workers threads, above 0
     */
    QueueDispatcher(int workers, Outbound outbound, Counters counters, ThreadFactory threads) {
        this.outbound = outbound;
        this.counters = counters;
        this.progress = counters.progress;
        this.tasks = new ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS, queue, threads);
    }

    @Override
    public Mode mode() {
        return Mode.QUEUE_UNBOUNDED;
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public void publish(Group group, Publication publication) {
        Members members = group.number(publication);
        EncodingFanout fanout =
                new EncodingFanout(HeapMessage.of(publication), members, outbound, counters.latency.begin());
        int total = members.total();
        counters.broadcasts.increment();
        counters.offered.add(total);
        progress.queued.add(total);
        for (int i = 0; i < total; i++) {
            User recipient = members.get(0, i);
            try {
                tasks.execute(() -> send(fanout, recipient));
            } catch (RejectedExecutionException e) {
                // It is closed, and nobody asks for the books any more, but they shall be right.
                counters.refused.increment();
                progress.taken.increment();
            }
        }
        publication.outcome(total, 0);
    }

    @Override
    public long written() {
        return outbound.pushesSent();
    }

    @Override
    public long writtenToOpen() {
        return outbound.writtenToOpen();
    }

    @Override
    public long closed() {
        return outbound.pushesLost();
    }

    @Override
    public long inFlight() {
        return progress.inFlight(outbound, counters);
    }

    @Override
    public long waiting() {
        return progress.waiting();
    }

    @Override
    public long queued() {
        return queue.size();
    }

    @Override
    public void close() {
        tasks.shutdownNow();
    }

    private void send(Fanout fanout, User recipient) {
        ServerConnection connection = recipient.connection();
        SendResult result = connection == null ? SendResult.CLOSED : fanout.sendTo(connection);
        switch (result) {
            case ACCEPTED -> progress.accepted.increment();
            case CLOSED -> counters.offline.increment();
            case QUEUE_FULL -> counters.slowConsumer.increment();
            default -> counters.refused.increment();
        }
        counters.latency.end(fanout.begun());
        progress.taken.increment();
    }
}
