package dev.outboard.im.server;

import dev.outboard.im.backplane.Backplane;
import dev.outboard.im.chat.IdempotencyWindow;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * What makes a server one node of several.
 *
 * <p>Life: {@link #start} before the server listens, {@link #drain} and {@link #close} when no call comes any more.
 */
final class Cluster implements AutoCloseable {
    private final Backplane backplane;
    private final ClusterPublisher publisher;
    private final ClusterReceiver receiver;
    private final ClusterPresence presence;
    private final ClusterCounters counters;

    private Cluster(
            Backplane backplane,
            ClusterPublisher publisher,
            ClusterReceiver receiver,
            ClusterPresence presence,
            ClusterCounters counters) {
        this.backplane = backplane;
        this.publisher = publisher;
        this.receiver = receiver;
        this.presence = presence;
        this.counters = counters;
    }

    /** The parts of a node. <em>Consumes</em> the backplane of {@code sharing}. */
    static Cluster of(
            Sharing sharing,
            UserTable table,
            TableWriter writer,
            MessageStore store,
            Dispatcher dispatcher,
            IdempotencyWindow window,
            ChatCounters chat,
            ChatClock clock) {
        long instance = new SecureRandom().nextLong();
        ClusterCounters counters = new ClusterCounters();
        Backplane backplane = sharing.backplane();
        RecordCodec codec = new RecordCodec(store, sharing.node(), instance);
        StoredDelivery delivery = new StoredDelivery(store, dispatcher, counters);
        ClusterPresence presence =
                new ClusterPresence(sharing.node(), instance, new SignalCodec(store), backplane, counters, clock);
        return new Cluster(
                backplane,
                new ClusterPublisher(codec, delivery, window, chat, counters, clock, backplane),
                new ClusterReceiver(table, writer, codec, delivery, window, presence, counters, clock),
                presence,
                counters);
    }

    /**
     * Reads what all nodes have stored, and begins to hear of more.
     *
     * @throws dev.outboard.im.backplane.BackplaneException where the others cannot be reached
     */
    void start() {
        backplane.start(receiver);
    }

    ClusterPublisher publisher() {
        return publisher;
    }

    ClusterPresence presence() {
        return presence;
    }

    /** Whether the store answers. Any thread. */
    boolean isConnected() {
        return backplane.status().connected();
    }

    /** Waits until everything is stored, and says goodbye; false where the time ran out. */
    boolean drain(Duration timeout) {
        boolean stored = backplane.drain(timeout);
        presence.goodbye();
        return stored;
    }

    /** What it can be asked for. */
    List<Figure> figures() {
        String records = "im.backplane.records";
        String text = "Records of other nodes, and what became of them";
        return List.of(
                Figure.gauge(
                        "im.backplane.connected",
                        "1 where NATS answers",
                        () -> backplane.status().connected() ? 1 : 0),
                Figure.gauge(
                        "im.backplane.queued",
                        "Messages that wait to be stored",
                        () -> backplane.status().queuedRecords()),
                Figure.gauge(
                        "im.backplane.queued.bytes",
                        "Their bytes",
                        () -> backplane.status().queuedBytes()),
                Figure.gauge(
                        "im.backplane.calls.waiting", "Publishes whose answer waits for that", publisher::waitingCalls),
                Figure.gauge(
                        "im.backplane.lag",
                        "Records that are stored and did not come yet",
                        () -> backplane.status().lag()),
                Figure.gauge("im.backplane.nodes", "Other nodes that are there", presence::nodes),
                Figure.counter(
                        "im.backplane.sent",
                        "Messages of this node that were stored",
                        () -> backplane.status().sent()),
                Figure.counter(
                        "im.backplane.sent.duplicate",
                        "Messages that were stored before",
                        () -> backplane.status().duplicates()),
                Figure.counter(
                        "im.backplane.failures",
                        "Attempts that failed",
                        () -> backplane.status().failures()),
                Figure.counter(
                        "im.backplane.signals.dropped",
                        "Signals that could not be sent",
                        () -> backplane.status().signalsDropped()),
                Figure.counter(
                        "im.backplane.received",
                        "Records that came",
                        () -> backplane.status().received()),
                Figure.counter(records, "taken", text, counters.taken::sum),
                Figure.counter(records, "own", text, counters.ignored::sum),
                Figure.counter(records, "duplicate", text, counters.duplicates::sum),
                Figure.counter(records, "bad", text, counters.bad::sum),
                Figure.counter(records, "no-room", text, counters.refused::sum),
                Figure.counter("im.backplane.gaps", "Places where records are missing", counters.gaps::sum),
                Figure.counter("im.backplane.signals.bad", "Signals that are none", counters.badSignals::sum),
                Figure.counter(
                        "im.backplane.queue.full", "Publishes refused as the queue was full", counters.queueFull::sum));
    }

    /** Ends every call that waits, and lets go of the others. */
    @Override
    public void close() {
        backplane.close();
        publisher.abandon();
    }
}
