package dev.outboard.im.server;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.netty.RpcServerBuilder;
import dev.outboard.rpc.services.HealthService;
import dev.outboard.rpc.services.ReflectionService;
import dev.outboard.rpc.services.ServingStatusEnum;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;

/**
 * The group broadcast server, put together and running.
 *
 * <p>Life: {@link #start} returns when connections are accepted. {@link #drain} refuses new messages, waits for those
 * under way, then takes leave of every client; {@link #close} ends at once whatever is left, and is called in any case.
 * Any thread, but not the server's own.
 */
public final class ImServer implements AutoCloseable {
    private static final int TABLE_QUEUE = 8_192;

    private final RpcServer rpc;
    private final TableWriter writer;
    private final Dispatcher dispatcher;
    private final ChatService chat;
    private final StatsReply stats;
    private final HealthService health;
    private final UserTable table;
    private final List<Figure> figures;

    private ImServer(
            RpcServer rpc,
            TableWriter writer,
            Dispatcher dispatcher,
            ChatService chat,
            StatsReply stats,
            HealthService health,
            UserTable table,
            List<Figure> figures) {
        this.rpc = rpc;
        this.table = table;
        this.figures = figures;
        this.health = health;
        this.writer = writer;
        this.dispatcher = dispatcher;
        this.chat = chat;
        this.stats = stats;
    }

    /** {@link #start(ImServerOptions, ImWiring)}, connected to nothing else. */
    public static ImServer start(ImServerOptions options) {
        return start(options, ImWiring.none());
    }

    /**
     * <em>Returns owned</em>: a running server.
     *
     * @throws IllegalArgumentException for TLS files that cannot be used
     * @throws dev.outboard.codec.CodecUnavailableException where the codec cannot run; its message is one line
     * @throws dev.outboard.rpc.RpcException where the address cannot be bound
     */
    public static ImServer start(ImServerOptions options, ImWiring wiring) {
        Counters counters = new Counters();
        RpcOutbound outbound = new RpcOutbound();
        Dispatcher dispatcher = Mode.of(options.mode()).dispatcher(options, outbound, counters);
        UserTable table = new UserTable(dispatcher.shards(), dispatcher::shardOf, UserTable.Limits.defaults());
        TableWriter writer = new TableWriter(table, TABLE_QUEUE, new DefaultThreadFactory("im-table", true));
        StatsReply stats = new StatsReply(options, outbound, table, dispatcher, counters);
        ChatService chat = new ChatService(table, writer, dispatcher, stats);
        HealthService health = new HealthService();
        Service service = chat.service();
        health.set(service.name(), ServingStatusEnum.SERVING);
        try {
            RpcServer rpc = listen(options, wiring, List.of(service, health.service()), outbound);
            outbound.bind(rpc);
            wiring.started().accept(rpc);
            List<Figure> figures = Figures.of(counters, dispatcher, table);
            return new ImServer(rpc, writer, dispatcher, chat, stats, health, table, figures);
        } catch (RuntimeException e) {
            writer.close();
            dispatcher.close();
            throw e;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return rpc.port();
    }

    /** The name of the codec in use. */
    public String codec() {
        return rpc.codec();
    }

    /** The name of the transport in use. */
    public String transport() {
        return rpc.transport();
    }

    /** The account of the off-heap memory. */
    public MemoryLedger ledger() {
        return rpc.ledger();
    }

    /** What it can be asked for, by programs. */
    public List<Figure> figures() {
        return figures;
    }

    /** Holds peers to other limits from now on. */
    public void limits(ChatLimits limits) {
        chat.limits(limits);
        table.limits(new UserTable.Limits(limits.users(), limits.groups(), limits.groupsPerUser()));
    }

    /** What was counted so far, in one line for people. */
    public String summary() {
        return stats.summary();
    }

    /** {@link #drain(Duration, String)}, with no other place to go to. */
    public DrainReport drain(Duration grace) {
        return drain(grace, "");
    }

    /**
     * Refuses new messages, delivers those under way, and takes leave of every client; clients that have not left in
     * time are cut off.
     *
     * @param grace for all of it
     * @param elsewhere where clients may go instead, addresses with commas between; at most 1 KiB, may be empty
     */
    public DrainReport drain(Duration grace, String elsewhere) {
        long deadline = System.nanoTime() + grace.toNanos();
        health.enterTerminalState();
        chat.drain();
        // Half of the time at most: a consumer that never reads must not take it all from the others.
        dispatcher.drain(grace.dividedBy(2));
        return rpc.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())), elsewhere);
    }

    @Override
    public void close() {
        rpc.close();
        dispatcher.close();
        writer.close();
    }

    private static RpcServer listen(
            ImServerOptions options, ImWiring wiring, List<Service> services, RpcOutbound outbound) {
        RpcServerBuilder builder = RpcServerBuilder.create()
                .codec(options.codec())
                .ledger(options.budgetBytes() > 0 ? new MemoryLedger(options.budgetBytes()) : MemoryLedger.unbounded())
                .transport(options.transport())
                .host(options.host())
                .port(options.port())
                .eventLoops(options.eventLoops())
                .workers(options.rpcWorkers())
                .sendBufferBytes(options.sendBufferBytes())
                .limits(Limits.defaults()
                        .withMaxConnections(wiring.maxConnections())
                        .withOutboundBytes(options.outboundBytes()))
                .service(ReflectionService.of(services))
                .listener(outbound);
        services.forEach(builder::service);
        wiring.observers().forEach(builder::observer);
        if (wiring.tls() != null) {
            builder.tls(wiring.tls());
        }
        return builder.start();
    }
}
