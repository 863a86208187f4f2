package dev.outboard.im.backplane.nats;

import dev.outboard.im.backplane.Backplane;
import dev.outboard.im.backplane.BackplaneException;
import dev.outboard.im.backplane.BackplaneReceiver;
import dev.outboard.im.backplane.BackplaneStatus;
import dev.outboard.im.backplane.Outgoing;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backplane on a NATS server with JetStream, or a cluster of them. docs/im-backplane.md has the subjects. */
public final class NatsBackplane implements Backplane {
    private static final Logger LOG = LoggerFactory.getLogger(NatsBackplane.class);

    private final NatsOptions options;
    private final LongSupplier clock;
    private final NatsCounters counters = new NatsCounters();
    private volatile @Nullable NatsLink link;
    private volatile @Nullable NatsSender sender;
    private volatile @Nullable NatsReader reader;

    /**
     * @param clock nanoseconds since some fixed moment, for how long answers take
     */
    public NatsBackplane(NatsOptions options, LongSupplier clock) {
        this.options = options;
        this.clock = clock;
    }

    @Override
    public void start(BackplaneReceiver newReceiver) {
        try {
            NatsLink opened = NatsLink.open(options, counters, new DefaultThreadFactory("im-nats-link", true));
            link = opened;
            opened.stream().ensure();
            NatsSender sending =
                    new NatsSender(opened, options, counters, clock, new DefaultThreadFactory("im-nats-send", true));
            sender = sending;
            NatsReader reading = new NatsReader(
                    opened, options, counters, newReceiver, new DefaultThreadFactory("im-nats-read", true));
            reader = reading;
            opened.watch(new NatsLink.Watcher() {
                @Override
                public void lost() {
                    LOG.warn("NATS is away: members of this node get messages at once, other nodes when it is back");
                    sending.reconnected();
                }

                @Override
                public void found(Connection connected) throws InterruptedException {
                    LOG.info("NATS is back");
                    sending.reconnected();
                    reading.reconnected();
                    listen(connected, newReceiver);
                }
            });
            if (!reading.awaitCaughtUp(options.startTimeout())) {
                throw new IOException("the stream was not read in " + options.startTimeout());
            }
            listen(opened.connection(), newReceiver);
        } catch (IOException | JetStreamApiException e) {
            close();
            throw new BackplaneException("backplane: " + reason(e) + " (expected: NATS with JetStream there)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new BackplaneException("backplane: interrupted (expected: a start)", e);
        }
    }

    @Override
    public boolean offer(Outgoing outgoing) {
        return Objects.requireNonNull(sender, "not started").offer(outgoing);
    }

    @Override
    public boolean signal(byte[] signal, boolean droppable) {
        return Objects.requireNonNull(sender, "not started").signal(signal, droppable);
    }

    @Override
    public BackplaneStatus status() {
        NatsSender sending = sender;
        return new BackplaneStatus(
                sending != null && !sending.isAway(),
                sending == null ? 0 : sending.queue().records(),
                sending == null ? 0 : sending.queue().bytes(),
                counters.lag,
                counters.sent.sum(),
                counters.received.sum(),
                counters.duplicates.sum(),
                counters.failures.sum(),
                counters.signalsDropped.sum());
    }

    @Override
    public boolean drain(Duration timeout) {
        NatsSender sending = sender;
        return sending == null || sending.drain(timeout);
    }

    @Override
    public void close() {
        NatsReader reading = reader;
        if (reading != null) {
            reading.close();
        }
        NatsSender sending = sender;
        if (sending != null) {
            sending.close();
        }
        NatsLink opened = link;
        if (opened != null) {
            opened.close();
        }
    }

    private void listen(Connection connected, BackplaneReceiver receiver) throws InterruptedException {
        connected
                .createDispatcher(message -> receiver.signal(message.getData()))
                .subscribe(options.signals());
        try {
            // From here on none is missed.
            connected.flush(NatsStream.REQUEST_TIMEOUT);
        } catch (TimeoutException e) {
            counters.failures.increment();
            LOG.warn("NATS does not answer");
        }
        receiver.connected();
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
    }
}
