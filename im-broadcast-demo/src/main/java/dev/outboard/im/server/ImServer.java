package dev.outboard.im.server;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.im.auth.Secrets;
import dev.outboard.im.auth.Tokens;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.netty.RpcServerBuilder;
import dev.outboard.rpc.services.HealthService;
import dev.outboard.rpc.services.ReflectionService;
import dev.outboard.rpc.services.ServingStatusEnum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The group broadcast server, put together and running.
 *
 * <p>Life: {@link #start} returns when connections are accepted. {@link #drain} refuses new messages, waits for those
 * under way, then takes leave of every client; {@link #close} ends at once whatever is left, and is called in any case.
 * Any thread, but not the server's own.
 */
public final class ImServer implements AutoCloseable {

    /** Of a connection's queue, what is left for markers and for the last thing that it is told. */
    private static final int RESERVE_BYTES = 4 << 10;

    /** How long the fan-out of what was published before a switch may take, beside pushes that block. */
    private static final Duration SWITCH_PATIENCE = Duration.ofSeconds(5);

    private final ImServerOptions options;
    private final RpcServer rpc;
    private final ImParts parts;
    private final HealthService health;
    private final List<Figure> figures;

    private ImServer(
            ImServerOptions options, RpcServer rpc, ImParts parts, HealthService health, List<Figure> figures) {
        this.options = options;
        this.rpc = rpc;
        this.parts = parts;
        this.figures = figures;
        this.health = health;
    }

    /** A server that asks for no tokens, as {@link #start(ImServerOptions, ChatOptions)}. */
    public static ImServer start(ImServerOptions options) {
        return start(options, ChatOptions.defaults());
    }

    /** As {@link #start(ImServerOptions, ChatOptions, ImWiring)}, connected to nothing else. */
    public static ImServer start(ImServerOptions options, ChatOptions chatOptions) {
        return start(options, chatOptions, ImWiring.none());
    }

    /** As {@link #start(ImServerOptions, ChatOptions, ImWiring)}, and asks for no tokens. */
    public static ImServer start(ImServerOptions options, ImWiring wiring) {
        return start(options, ChatOptions.defaults(), wiring);
    }

    static ImServer start(ImServerOptions options, ChatOptions chatOptions, ChatClock clock) {
        return start(options, chatOptions, ImWiring.none(), clock);
    }

    /**
     * <em>Returns owned</em>: a running server.
     *
     * @throws IllegalArgumentException for TLS files that cannot be used
     * @throws dev.outboard.codec.CodecUnavailableException where the codec cannot run; its message is one line
     * @throws dev.outboard.rpc.RpcException where the address cannot be bound
     * @throws dev.outboard.im.backplane.BackplaneException where the nodes to share groups with cannot be reached
     */
    public static ImServer start(ImServerOptions options, ChatOptions chatOptions, ImWiring wiring) {
        return start(options, chatOptions, wiring, ChatClock.SYSTEM);
    }

    static ImServer start(ImServerOptions options, ChatOptions chatOptions, ImWiring wiring, ChatClock clock) {
        MemoryLedger ledger =
                options.budgetBytes() > 0 ? new MemoryLedger(options.budgetBytes()) : MemoryLedger.unbounded();
        ImParts parts = ImParts.assemble(options, chatOptions, clock, ledger, wiring.switchable(), wiring.sharing());
        HealthService health = new HealthService();
        Service service = parts.chat().service();
        health.set(service.name(), ServingStatusEnum.SERVING);
        try {
            // Before anybody can ask for it.
            parts.startCluster();
            List<Service> services = List.of(service, health.service());
            RpcServer rpc = listen(options, chatOptions, wiring, clock, parts, ledger, services);
            parts.outbound().bind(rpc);
            parts.timer().start();
            wiring.started().accept(rpc);
            List<Figure> figures =
                    new ArrayList<>(Figures.of(parts.books(), parts.counters(), parts.dispatcher(), parts.table()));
            if (parts.cluster() != null) {
                figures.addAll(parts.cluster().figures());
            }
            return new ImServer(options, rpc, parts, health, List.copyOf(figures));
        } catch (RuntimeException e) {
            parts.close();
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

    /** How its parts are that may be away while it runs, by their names: {@code backplane}, {@code connected} or {@code away}. */
    public Map<String, String> parts() {
        return parts.cluster() == null
                ? Map.of()
                : Map.of("backplane", parts.cluster().isConnected() ? "connected" : "away");
    }

    /** What it can be asked for, by programs. */
    public List<Figure> figures() {
        return figures;
    }

    /** Holds peers to other limits from now on. */
    public void limits(ChatLimits limits) {
        parts.chat().limits(limits);
        parts.table()
                .limits(new UserTable.Limits(
                        limits.users(),
                        limits.groups(),
                        limits.groupsPerUser(),
                        UserTable.Limits.defaults().devicesPerUser()));
    }

    /**
     * Takes other limits from now on: of texts and rates, and for connections that do not read. Secrets, history, keys and the
     * tick of presence stay as they were at the start. Any thread.
     */
    public void change(ChatOptions options) {
        parts.publisher().change(options);
        parts.rules().change(options);
    }

    /** The modes that {@link #switchTo} takes on this JDK. */
    public static List<String> switchableModes() {
        return Arrays.stream(Mode.values())
                .filter(SwitchingDispatcher::canSwitchTo)
                .filter(Mode::isAvailable)
                .map(Mode::id)
                .toList();
    }

    /** The mode that messages are fanned out in now. Any thread. */
    public String mode() {
        return parts.dispatcher().mode().id();
    }

    /**
     * Has messages fanned out in another mode from now on, without losing or reordering any: whoever publishes waits until those
     * under way are with their connections, and so do changes of users and groups. Any thread that may wait for seconds.
     *
     * @throws IllegalArgumentException for a mode that is none of {@link #switchableModes}
     * @throws IllegalStateException for a server that is not {@link ImWiring#switchable}, or that is too busy; the mode is what it was
     */
    public void switchTo(String mode) {
        parts.switchTo(mode, options.pushTimeout().plus(SWITCH_PATIENCE));
    }

    /** Measures from now on how long the fan-out takes, for {@code Stats}. Any thread. */
    public void measureFanout() {
        parts.books().latency.measure();
    }

    /** What was counted so far, in one line for people. */
    public String summary() {
        return parts.stats().summary();
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
        parts.chat().drain();
        if (parts.cluster() != null) {
            parts.cluster().drain(grace.dividedBy(4));
        }
        // Half of the time at most: a consumer that never reads must not take it all from the others.
        parts.dispatcher().drain(grace.dividedBy(2));
        DrainReport report = rpc.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())), elsewhere);
        // Nobody is left to ask for what was said.
        parts.table().close();
        return report;
    }

    @Override
    public void close() {
        parts.timer().close();
        if (parts.cluster() != null) {
            parts.cluster().close();
        }
        rpc.close();
        parts.close();
    }

    private static RpcServer listen(
            ImServerOptions options,
            ChatOptions chatOptions,
            ImWiring wiring,
            ChatClock clock,
            ImParts parts,
            MemoryLedger ledger,
            List<Service> services) {
        RpcServerBuilder builder = RpcServerBuilder.create()
                .codec(options.codec())
                .ledger(ledger)
                .transport(options.transport())
                .host(options.host())
                .port(options.port())
                .eventLoops(options.eventLoops())
                .workers(options.rpcWorkers())
                .sendBufferBytes(options.sendBufferBytes())
                .limits(Limits.defaults()
                        .withMaxConnections(wiring.maxConnections())
                        .withOutboundBytes(options.outboundBytes() + RESERVE_BYTES))
                .service(ReflectionService.of(services))
                .listener(parts.outbound());
        Secrets secrets = chatOptions.secrets();
        if (secrets != null) {
            builder.authenticator(new TokenAuthenticator(new Tokens(secrets), clock, parts.counters()));
        }
        services.forEach(builder::service);
        wiring.observers().forEach(builder::observer);
        if (wiring.tls() != null) {
            builder.tls(wiring.tls());
        }
        return builder.start();
    }
}
