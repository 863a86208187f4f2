package dev.outboard.rpc.micrometer;

import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.CallSummary;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one server. Given to its builder as an observer, and bound to it when it has started:
 *
 * <pre>{@code
 * ServerMetrics metrics = new ServerMetrics(registry);
 * RpcServer server = RpcServerBuilder.create().observer(metrics)....start();
 * metrics.bind(server);
 * }</pre>
 *
 * <p>Of calls, tagged with {@code rpc.service} and {@code rpc.method}:
 *
 * <ul>
 *   <li>{@code rpc.server.duration}, a timer, also tagged with {@code rpc.response.status_code}: from reading the request to the end
 *   <li>{@code rpc.server.queue}, a timer: from reading the request to its handler's start
 *   <li>{@code rpc.server.active}, a gauge: calls that a handler has
 *   <li>{@code rpc.server.request.size} and {@code rpc.server.response.size}, in bytes, as {@link CallSummary} counts them
 * </ul>
 *
 * <p>Of the server, once it is bound: {@code rpc.server.connections}, {@code rpc.server.queued}, and as counters {@code
 * rpc.server.connections.accepted}, {@code rpc.server.connections.faults}, {@code rpc.server.rejected}, {@code
 * rpc.server.expired}, {@code rpc.server.failures}, {@code rpc.server.pushes.sent} and {@code rpc.server.pushes.lost}; of its
 * memory, in bytes, {@code rpc.server.memory.used}, {@code .reserved} and {@code .budget}, and as counters {@code
 * rpc.server.memory.lost}, in frames, and {@code .refusals}.
 *
 * <p>A method has meters of its own from the first call on that a handler sees; what is refused before that is counted as of
 * service and method {@code other}, so that clients cannot make meters by making up names. Meters are looked up once; recording a
 * call makes no object but what the registry makes. Any thread.
 */
public final class ServerMetrics implements CallObserver, AutoCloseable {
    private static final String OTHER = "other";

    private final Meters meters;
    private final Map<Method, ServerMethod> methods = new ConcurrentHashMap<>();
    /** Made when the first call is refused before its method is known. */
    private volatile @Nullable ServerMethod other;

    /** What a server records beside what clients do. */
    private record ServerMethod(MethodMeters meters, Timer queue) {
        static ServerMethod of(MethodMeters meters) {
            return new ServerMethod(
                    meters,
                    meters.timer("queue", "From the request to its handler's start, or to the end without one"));
        }
    }

    /** Meters without tags beside their own. */
    public ServerMetrics(MeterRegistry registry) {
        this(registry, List.of());
    }

    /** @param tags of every meter; they tell the servers of one registry from each other */
    public ServerMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        meters = new Meters(registry, "rpc.server.", Tags.of(tags));
    }

    /** Registers the meters of the server itself. Called once, for the server that this observes. */
    public void bind(RpcServer server) {
        Tags none = Tags.empty();
        meters.gauge(
                "connections",
                "connections",
                "Open now",
                none,
                server,
                s -> s.stats().connections());
        meters.gauge(
                "queued",
                "calls",
                "Calls that wait for a worker",
                none,
                server,
                s -> s.stats().queued());
        counter(server, "connections.accepted", "connections", "Accepted", ServerStats::connectionsAccepted);
        counter(server, "connections.faults", "connections", "Closed for what the peer did", ServerMetrics::faults);
        counter(server, "rejected", "calls", "Refused because queues or memory were full", ServerStats::rejected);
        counter(server, "expired", "calls", "Not run because their deadline had passed", ServerStats::expired);
        counter(server, "failures", "calls", "Ended because their handler threw", ServerStats::failures);
        counter(server, "pushes.sent", "pushes", "Handed to the transport", ServerStats::pushesSent);
        counter(server, "pushes.lost", "pushes", "Lost with their connection", ServerStats::pushesLost);
        meters.ledger(server.ledger());
    }

    private void counter(RpcServer server, String name, String unit, String description, Count count) {
        meters.counter(name, unit, description, server, s -> count.of(s.stats()));
    }

    /** One of a server's counts. */
    private interface Count {
        long of(ServerStats stats);
    }

    private static long faults(ServerStats stats) {
        return stats.closedByFault().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public @Nullable Object started(CallContext call, long queueNanos) {
        Method method = call.method();
        ServerMethod known = methods.get(method);
        if (known == null) {
            known = methods.computeIfAbsent(method, m -> ServerMethod.of(MethodMeters.of(meters, m)));
        }
        known.meters().started();
        return null;
    }

    @Override
    public void ended(CallSummary call) {
        ServerMethod known = methods.get(call.method());
        if (known == null) {
            known = other();
        } else if (!call.notProcessed()) {
            known.meters().over();
        }
        known.queue().record(call.queueNanos(), TimeUnit.NANOSECONDS);
        known.meters().record(call.code(), call.queueNanos() + call.runNanos(), call.requestBytes(), call.replyBytes());
    }

    private ServerMethod other() {
        ServerMethod known = other;
        if (known == null) {
            // Who makes it a second time has the same meters.
            other = known = ServerMethod.of(new MethodMeters(meters, OTHER, OTHER));
        }
        return known;
    }

    /** Takes every meter out of the registry. Called when the server is closed. Idempotent. */
    @Override
    public void close() {
        meters.remove();
    }
}
