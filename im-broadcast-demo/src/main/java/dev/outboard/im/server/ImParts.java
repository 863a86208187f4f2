package dev.outboard.im.server;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.im.chat.HistoryBudget;
import dev.outboard.im.chat.IdempotencyWindow;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a server is made of, apart from the connections: put together here, and taken apart. */
record ImParts(
        RpcOutbound outbound,
        Dispatcher dispatcher,
        UserTable table,
        TableWriter writer,
        MessageStore store,
        EventLane lane,
        ChatTimer timer,
        PublishHandler publisher,
        ServerOutboxRules rules,
        ChatService chat,
        StatsReply stats,
        Counters books,
        ChatCounters counters,
        @Nullable Cluster cluster)
        implements AutoCloseable {
    private static final int TABLE_QUEUE = 8_192;
    private static final int EVENT_QUEUE = 4_096;
    /** What the table's thread may take to get to a switch. */
    private static final Duration TABLE_PATIENCE = Duration.ofSeconds(5);

    /**
     * <em>Returns owned</em>: the parts, their threads running but for the timer's.
     *
     * @param switchable whether {@link #switchTo} is to work
     * @param sharing with whom groups are shared; null for nobody
     * @throws dev.outboard.codec.CodecUnavailableException where the codec cannot run
     */
    static ImParts assemble(
            ImServerOptions options,
            ChatOptions chatOptions,
            ChatClock clock,
            MemoryLedger ledger,
            boolean switchable,
            @Nullable Sharing sharing) {
        HistoryBudget history = new HistoryBudget(chatOptions.history());
        MessageStore store = new MessageStore(Codecs.load(options.codec()), ledger, history);
        ChatCounters counters = new ChatCounters();
        Counters books = new Counters();
        Calls calls = new Calls(clock);
        RpcOutbound outbound = new RpcOutbound();
        Farewells farewells = new Farewells(outbound, clock);
        ServerOutboxRules rules =
                new ServerOutboxRules(options.outboundBytes(), chatOptions, outbound, farewells, counters, books);
        Dispatcher dispatcher = switchable
                ? new SwitchingDispatcher(options, outbound, books)
                : Mode.of(options.mode()).dispatcher(options, outbound, books);
        UserTable table =
                new UserTable(dispatcher.shards(), dispatcher::shardOf, UserTable.Limits.defaults(), history, clock);
        TableWriter writer = new TableWriter(table, TABLE_QUEUE, new DefaultThreadFactory("im-table", true));
        EventLane lane = new EventLane(
                EVENT_QUEUE, options.outboundBytes(), counters, new DefaultThreadFactory("im-events", true));
        StatsReply stats = new StatsReply(options, outbound, table, dispatcher, books, counters, history);
        IdempotencyWindow window = new IdempotencyWindow(chatOptions.keys(), chatOptions.keyAge());
        Cluster cluster =
                sharing == null ? null : Cluster.of(sharing, table, writer, store, dispatcher, window, counters, clock);
        PublishHandler publisher = new PublishHandler(
                table,
                dispatcher,
                store,
                chatOptions,
                counters,
                calls,
                window,
                cluster == null ? null : cluster.publisher());
        PresenceHandler presence = new PresenceHandler(
                table, outbound, lane, counters, calls, cluster == null ? null : cluster.presence());
        if (cluster != null) {
            cluster.presence().bind(table, writer, presence::typedElsewhere);
            table.share(cluster.presence());
        }
        ChatTimer timer = new ChatTimer(
                clock,
                outbound,
                rules,
                farewells,
                table,
                counters,
                () -> writer.submit(presence::tick),
                () -> everySecond(writer, table, cluster),
                chatOptions.presenceTick().toNanos(),
                new DefaultThreadFactory("im-timer", true));
        ChatService chat = new ChatService(
                table,
                writer,
                publisher,
                new HistoryHandler(table, store, counters, calls, cluster != null),
                presence,
                stats,
                outbound,
                rules,
                calls);
        return new ImParts(
                outbound,
                dispatcher,
                table,
                writer,
                store,
                lane,
                timer,
                publisher,
                rules,
                chat,
                stats,
                books,
                counters,
                cluster);
    }

    private static void everySecond(TableWriter writer, UserTable table, @Nullable Cluster cluster) {
        if (cluster != null) {
            cluster.publisher().dropExpired();
            writer.submit(table::forgetUnused);
        }
    }

    /**
     * Joins the other nodes, if there may be any.
     *
     * @throws dev.outboard.im.backplane.BackplaneException where they cannot be reached
     */
    void startCluster() {
        if (cluster != null) {
            cluster.start();
        }
    }

    /**
     * Switches the mode, on the table's thread; waits for that.
     *
     * @param patience as {@link SwitchingDispatcher#switchTo}
     */
    void switchTo(String mode, Duration patience) {
        if (!(dispatcher instanceof SwitchingDispatcher switching)) {
            throw new IllegalStateException("mode: fixed (expected: a server that was started to be switched)");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean queued = writer.submit(() -> {
            try {
                switching.switchTo(mode, patience, table::repartition);
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        if (!queued) {
            throw new IllegalStateException("changes waiting: full (expected: room)");
        }
        try {
            done.get(patience.plus(TABLE_PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("switch: " + e.getCause() + " (expected: none)", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("switch: not over (expected: in time); it may be done later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("switch: interrupted (expected: a wait)", e);
        }
    }

    /** Stops every thread and lets go of all that is kept. Called when no call comes any more. */
    @Override
    public void close() {
        timer.close();
        if (cluster != null) {
            cluster.close();
        }
        dispatcher.close();
        writer.close();
        lane.close();
        table.close();
        store.close();
    }
}
