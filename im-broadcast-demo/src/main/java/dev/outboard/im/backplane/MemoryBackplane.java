package dev.outboard.im.backplane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of one process, connected by a {@link Hub} in its memory: records are kept as long as the hub is. A node that has
 * no others needs none of it.
 */
public final class MemoryBackplane implements Backplane {
    private static final int KEPT_RECORDS = 10_000;

    /** What nodes have in common: the records, and a thread that hands everything out. */
    public static final class Hub implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "im-hub");
            created.setDaemon(true);
            return created;
        });

        // The thread's own.
        private final ArrayDeque<byte[]> records = new ArrayDeque<>();
        private final Map<String, byte[]> ids = new LinkedHashMap<>();
        private final List<MemoryBackplane> nodes = new ArrayList<>();

        /** <em>Returns owned</em>: a node's way to the others. */
        public MemoryBackplane node(long queueBytes) {
            return new MemoryBackplane(this, queueBytes);
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }

        private boolean execute(Runnable task) {
            try {
                thread.execute(task);
                return true;
            } catch (RejectedExecutionException e) {
                return false;
            }
        }

        private void join(MemoryBackplane node, BackplaneReceiver receiver) {
            records.forEach(record -> receiver.record(record, true));
            nodes.add(node);
        }

        private byte @Nullable [] store(Outgoing outgoing) {
            byte[] first = ids.putIfAbsent(outgoing.id(), outgoing.bytes());
            if (first == null) {
                records.addLast(outgoing.bytes());
                if (records.size() > KEPT_RECORDS) {
                    records.removeFirst();
                    ids.remove(ids.keySet().iterator().next());
                }
            }
            return first;
        }
    }

    private final Hub hub;
    private final RecordQueue queue;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private volatile @Nullable BackplaneReceiver receiver;

    private MemoryBackplane(Hub hub, long queueBytes) {
        this.hub = hub;
        this.queue = new RecordQueue(queueBytes);
    }

    @Override
    public void start(BackplaneReceiver newReceiver) {
        receiver = newReceiver;
        CompletableFuture.runAsync(() -> hub.join(this, newReceiver), hub.thread)
                .join();
    }

    @Override
    public boolean offer(Outgoing outgoing) {
        return queue.offer(outgoing) && hub.execute(this::send);
    }

    @Override
    public boolean signal(byte[] signal, boolean droppable) {
        return hub.execute(() -> {
            for (MemoryBackplane node : hub.nodes) {
                BackplaneReceiver other = node.receiver;
                if (node != this && other != null) {
                    other.signal(signal);
                }
            }
        });
    }

    @Override
    public BackplaneStatus status() {
        return new BackplaneStatus(
                true, queue.records(), queue.bytes(), 0, sent.get(), received.get(), duplicates.get(), 0, 0);
    }

    @Override
    public boolean drain(Duration timeout) {
        try {
            CompletableFuture.runAsync(() -> {}, hub.thread).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        receiver = null;
        hub.execute(() -> hub.nodes.remove(this));
    }

    /** On the hub's thread. */
    private void send() {
        queue.take();
        List<byte[]> stored = new ArrayList<>();
        for (RecordQueue.Entry entry = queue.peekUnsent(); entry != null; entry = queue.peekUnsent()) {
            byte[] first = hub.store(entry.outgoing());
            queue.sent(0);
            queue.acknowledged(entry, first);
            if (first == null) {
                sent.incrementAndGet();
                stored.add(entry.outgoing().bytes());
            } else {
                duplicates.incrementAndGet();
            }
        }
        queue.settle();
        stored.forEach(this::handOut);
    }

    private void handOut(byte[] record) {
        for (MemoryBackplane node : hub.nodes) {
            BackplaneReceiver each = node.receiver;
            if (each != null) {
                node.received.incrementAndGet();
                each.record(record, true);
            }
        }
    }
}
