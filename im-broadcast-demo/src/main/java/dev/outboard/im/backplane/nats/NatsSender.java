package dev.outboard.im.backplane.nats;

import dev.outboard.im.backplane.Outgoing;
import dev.outboard.im.backplane.RecordQueue;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a node's records, many at a time and in order, and its signals. A record is delivered when NATS has it; where NATS
 * is away, or has not answered for {@link #PATIENCE_NANOS}, all are delivered at once, and sent when it is back.
 *
 * <p>Life: the constructor starts the thread; {@link #close} stops it and gives up what waits.
 */
final class NatsSender implements AutoCloseable {
    /** How long an answer may take before members get messages without it. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(NatsSender.class);
    /** How long an answer may take before the record is sent again. */
    private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** For how long NATS may have a record that it has acknowledged in its memory only. */
    private static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int WINDOW_RECORDS = 1_024;
    private static final long WINDOW_BYTES = 4 << 20;
    private static final int SIGNALS = 1_024;

    /** What became of one attempt: stored, where there is no error. */
    private record Answer(
            RecordQueue.Entry entry,
            int attempt,
            @Nullable PublishAck ack,
            @Nullable Throwable error) {}

    private final NatsLink link;
    private final NatsOptions options;
    private final NatsCounters counters;
    private final LongSupplier clock;
    private final RecordQueue queue;
    private final Thread thread;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Condition idle = lock.newCondition();
    // Guarded by the lock.
    private final ArrayDeque<byte[]> signals = new ArrayDeque<>();
    private boolean wake;
    private boolean reconnected;

    private volatile boolean away;
    private volatile boolean closed;

    // The thread's own.
    private int attempt;
    private int firstOfConnection;
    // Whether anything of this attempt was answered.
    private boolean attemptHeard = true;
    private long pausedUntil;
    private boolean paused;

    NatsSender(NatsLink link, NatsOptions options, NatsCounters counters, LongSupplier clock, ThreadFactory threads) {
        this.link = link;
        this.options = options;
        this.counters = counters;
        this.clock = clock;
        this.queue = new RecordQueue(options.queueBytes());
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** As {@code Backplane.offer}. */
    boolean offer(Outgoing outgoing) {
        boolean taken = !closed && queue.offer(outgoing);
        if (taken) {
            wake();
        }
        return taken;
    }

    /** As {@code Backplane.signal}. */
    boolean signal(byte[] signal, boolean droppable) {
        lock.lock();
        try {
            if (away || signals.size() >= (droppable ? SIGNALS / 2 : SIGNALS)) {
                counters.signalsDropped.increment();
                return false;
            }
            signals.addLast(signal);
            wake = true;
            woken.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The connection was lost, or there is one again: what was under way may have been lost with the one before. */
    void reconnected() {
        lock.lock();
        try {
            reconnected = true;
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Something has changed that the thread is to look at. */
    void wake() {
        lock.lock();
        try {
            wake = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether NATS is away, or does not answer. */
    boolean isAway() {
        return away;
    }

    RecordQueue queue() {
        return queue;
    }

    boolean drain(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (queue.records() > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return queue.records() == 0;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                step();
                await();
            } catch (InterruptedException e) {
                // close() interrupts; others do not, and then there is another turn.
                LOG.debug("Woken");
            } catch (RuntimeException e) {
                counters.failures.increment();
                LOG.error("A record was not handled", e);
            }
        }
    }

    private void await() throws InterruptedException {
        lock.lock();
        try {
            if (queue.records() == 0) {
                idle.signalAll();
            }
            // In time for what has waited too long.
            long left = TICK_NANOS;
            while (!wake && left > 0) {
                left = woken.awaitNanos(left);
            }
            wake = false;
        } finally {
            lock.unlock();
        }
    }

    private void step() {
        queue.take();
        takeAnswers();
        queue.settle();
        long now = clock.getAsLong();
        boolean connected = link.isConnected();
        if (connected) {
            queue.forgetStored(now - DOUBT_NANOS);
        }
        look(now, connected);
        if (away) {
            queue.deliverAll();
        }
        if (connected && !isPaused(now)) {
            sendSignals();
            sendRecords();
        }
    }

    private void look(long now, boolean connected) {
        boolean again;
        lock.lock();
        try {
            again = reconnected && connected;
            reconnected &= !connected;
            if (!connected) {
                reconnected = true;
                counters.signalsDropped.add(signals.size());
                signals.clear();
            }
        } finally {
            lock.unlock();
        }
        RecordQueue.Entry oldest = queue.oldestSent();
        long waits = oldest == null ? 0 : now - oldest.sentNanos();
        if (again || waits > RESEND_NANOS) {
            sendAgain();
        }
        if (again) {
            firstOfConnection = attempt;
        }
        // Between attempts it stays as it was.
        if (!connected || waits > PATIENCE_NANOS) {
            away = true;
        } else if (queue.sentRecords() == 0 ? queue.peekUnsent() == null : waits < PATIENCE_NANOS && attemptHeard) {
            away = false;
        }
    }

    private void sendAgain() {
        queue.sendAgain();
        attempt++;
        attemptHeard = false;
    }

    private boolean isPaused(long now) {
        if (paused && now - pausedUntil >= 0) {
            paused = false;
        }
        return paused;
    }

    private void takeAnswers() {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            PublishAck ack = answer.ack();
            if (answer.attempt() < firstOfConnection) {
                // By a NATS that may have been another process, and have forgotten since.
                continue;
            }
            if (ack != null) {
                acknowledged(answer.entry(), ack);
                attemptHeard |= answer.attempt() == attempt;
            } else if (answer.attempt() == attempt) {
                failed(String.valueOf(answer.error()));
            }
        }
    }

    private void acknowledged(RecordQueue.Entry entry, PublishAck ack) {
        if (!ack.isDuplicate()) {
            counters.sent.increment();
            queue.acknowledged(entry, null);
            return;
        }
        counters.duplicates.increment();
        if (entry.isTold() || !entry.outgoing().shared()) {
            // Its own earlier attempt.
            queue.acknowledged(entry, null);
            return;
        }
        try {
            byte[] first = link.stream().read(ack.getSeqno());
            boolean own = Arrays.equals(first, entry.outgoing().bytes());
            queue.acknowledged(entry, own ? null : first);
        } catch (JetStreamApiException e) {
            // Its id is known still, its record is not kept any more: it was stored.
            LOG.debug("A record whose id was there before is not there any more", e);
            queue.acknowledged(entry, null);
        } catch (IOException e) {
            failed(String.valueOf(e));
        }
    }

    /** An attempt failed: everything under way goes again, in order, after a pause. A stream that is gone is made by the reader. */
    private void failed(String reason) {
        counters.failures.increment();
        LOG.warn("Records are not stored, and are sent again: {}", reason);
        sendAgain();
        paused = true;
        pausedUntil = clock.getAsLong() + PAUSE_NANOS;
        away = true;
    }

    private void sendSignals() {
        for (byte[] signal = nextSignal(); signal != null; signal = nextSignal()) {
            try {
                link.connection().publish(options.signals(), signal);
            } catch (IllegalStateException e) {
                // The connection has gone meanwhile, or its queue is full.
                counters.signalsDropped.increment();
            }
        }
    }

    private byte @Nullable [] nextSignal() {
        lock.lock();
        try {
            return signals.poll();
        } finally {
            lock.unlock();
        }
    }

    private void sendRecords() {
        // After a failure one goes ahead: if NATS took up again amid many, the first ones would come last.
        int window = attemptHeard ? WINDOW_RECORDS : 1;
        while (queue.sentRecords() < window && queue.sentBytes() < WINDOW_BYTES) {
            RecordQueue.Entry next = queue.peekUnsent();
            if (next == null) {
                return;
            }
            try {
                send(next);
            } catch (IllegalStateException e) {
                failed(String.valueOf(e));
                return;
            }
        }
        queue.settle();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What comes of it comes as an answer.
    private void send(RecordQueue.Entry entry) {
        Outgoing record = entry.outgoing();
        int of = attempt;
        PublishOptions asked = PublishOptions.builder().messageId(record.id()).build();
        var answer = link.stream().records().publishAsync(options.subject(record.target()), record.bytes(), asked);
        queue.sent(clock.getAsLong());
        answer.whenComplete((ack, error) -> {
            answers.add(new Answer(entry, of, ack, error));
            wake();
        });
    }
}
