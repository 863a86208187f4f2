package dev.outboard.im.backplane.nats;

import dev.outboard.im.backplane.BackplaneReceiver;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stream from one record to the next. The place is this thread's own: NATS's consumer is made anew, from there on,
 * whenever its numbers do not fit, the connection was lost, or NATS has forgotten it. Records are asked for in batches that
 * fit into memory, so NATS never has to drop any because this node is slow.
 *
 * <p>Life: the constructor starts the thread; {@link #close} stops it.
 */
final class NatsReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NatsReader.class);
    /** As many records as fit into what jnats keeps for a subscription, and a second, the least that it takes, for them. */
    private static final FetchConsumeOptions BATCH =
            FetchConsumeOptions.builder().maxMessages(256).expiresIn(1_000).build();

    /** How far it goes back after an outage: a NATS that was killed may have forgotten what it had sent already. */
    private static final long REWIND = 4_096;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(30);

    private final NatsLink link;
    private final NatsOptions options;
    private final NatsCounters counters;
    private final BackplaneReceiver receiver;
    private final Thread thread;
    private final CountDownLatch caughtUp = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private volatile boolean again;
    private volatile boolean closed;

    // The thread's own: which stream, the record read last, how many the consumer gave, and where the start ends.
    private @Nullable ZonedDateTime created;
    private long last;
    private long consumed;
    private long until;
    private boolean whole = true;

    NatsReader(
            NatsLink link,
            NatsOptions options,
            NatsCounters counters,
            BackplaneReceiver receiver,
            ThreadFactory threads) {
        this.link = link;
        this.options = options;
        this.counters = counters;
        this.receiver = receiver;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Waits until all was read that was there at the start; false where the time ran out. */
    boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
        return caughtUp.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** There is a connection again: NATS may have sent what did not arrive. */
    void reconnected() {
        again = true;
        lock.lock();
        try {
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                again = false;
                read(consumer());
            } catch (InterruptedException e) {
                // close() interrupts; others do not, and then there is another turn.
                LOG.debug("Woken");
            } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException | IllegalStateException e) {
                if (!closed) {
                    counters.failures.increment();
                    LOG.debug("The stream cannot be read now, and is tried again", e);
                    pause();
                }
            } catch (RuntimeException e) {
                counters.failures.increment();
                LOG.error("Reading the stream failed, and is tried again", e);
                pause();
            }
        }
    }

    /** Makes a consumer that begins where this has stopped. */
    private ConsumerContext consumer() throws IOException, JetStreamApiException {
        NatsStream stream = link.stream();
        StreamInfo info = stream.ensure();
        long end = info.getStreamState().getLastSequence();
        ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder()
                .ackPolicy(AckPolicy.None)
                .inactiveThreshold(FORGOTTEN_AFTER)
                .memStorage(true)
                .numReplicas(1);
        if (created == null) {
            until = end;
            consumer.deliverPolicy(DeliverPolicy.ByStartTime)
                    .startTime(ZonedDateTime.now(ZoneOffset.UTC).minus(options.age()));
            created = info.getCreateTime();
        } else {
            if (!info.getCreateTime().equals(created)) {
                LOG.warn("NATS has lost the stream; reading the new one from its beginning");
                created = info.getCreateTime();
                last = 0;
                whole = false;
            }
            last = Math.max(0, Math.min(last, end) - REWIND);
            consumer.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(last + 1);
        }
        return stream.records().getStreamContext(options.stream()).createOrUpdateConsumer(consumer.build());
    }

    private void read(ConsumerContext consumer)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        consumed = 0;
        if (consumer.getCachedConsumerInfo().getNumPending() == 0) {
            last = Math.max(last, until);
            caughtUp.countDown();
        }
        while (!closed && !again) {
            long before = consumed;
            FetchConsumer records = consumer.fetch(BATCH);
            try {
                if (!readBatch(records)) {
                    return;
                }
            } finally {
                end(records);
            }
            if (consumed == before) {
                if (isBehind(consumer)) {
                    counters.failures.increment();
                    return;
                }
                counters.lag = 0;
                caughtUp.countDown();
            }
        }
    }

    /** Takes one batch; false where some were lost on the way: then it is once more from the last one. */
    private boolean readBatch(FetchConsumer records) throws JetStreamStatusCheckedException, InterruptedException {
        for (Message next = records.nextMessage(); next != null; next = records.nextMessage()) {
            NatsJetStreamMetaData place = next.metaData();
            if (place.consumerSequence() != consumed + 1) {
                counters.failures.increment();
                return false;
            }
            consumed++;
            take(next, place);
        }
        return true;
    }

    private static void end(FetchConsumer records) throws InterruptedException, IOException {
        try {
            records.close();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the end of a batch failed", e);
        }
    }

    /** Whether NATS believes that it has sent more than has come, or does not know the consumer any more. */
    private boolean isBehind(ConsumerContext consumer) throws IOException, JetStreamApiException {
        var info = consumer.getConsumerInfo();
        return info.getDelivered().getConsumerSequence() > consumed;
    }

    private void take(Message message, NatsJetStreamMetaData place) {
        boolean complete = whole && (last == 0 || place.streamSequence() == last + 1);
        last = place.streamSequence();
        whole = true;
        counters.received.increment();
        counters.lag = place.pendingCount();
        try {
            receiver.record(message.getData(), complete);
        } catch (RuntimeException e) {
            counters.failures.increment();
            LOG.error("A record was not taken", e);
        }
        if (last >= until) {
            caughtUp.countDown();
        }
    }

    private void pause() {
        lock.lock();
        try {
            long left = PAUSE_NANOS;
            while (!closed && !again && left > 0) {
                left = woken.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("Woken");
        } finally {
            lock.unlock();
        }
    }
}
