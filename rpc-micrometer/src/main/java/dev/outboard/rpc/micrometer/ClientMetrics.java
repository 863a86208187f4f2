package dev.outboard.rpc.micrometer;

import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientCallSummary;
import dev.outboard.rpc.ClientCallWatcher;
import dev.outboard.rpc.ClientInterceptor;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Meters of the calls that go through some channels, and of the client that they are made by:
 *
 * <pre>{@code
 * ClientMetrics metrics = new ClientMetrics(registry);
 * metrics.bind(client);
 * RpcChannel measured = channel.intercepted(metrics.interceptor());
 * }</pre>
 *
 * <p>Of calls, tagged with {@code rpc.service} and {@code rpc.method}:
 *
 * <ul>
 *   <li>{@code rpc.client.duration}, a timer, also tagged with {@code rpc.response.status_code}: as the caller sees it, retries
 *       included. A one-way message is OK when it is queued
 *   <li>{@code rpc.client.active}, a gauge: calls that have not ended
 *   <li>{@code rpc.client.request.size} and {@code rpc.client.response.size}, in bytes, as {@link ClientCallSummary} counts them
 * </ul>
 *
 * <p>Of the client's memory, once it is bound, in bytes: {@code rpc.client.memory.used}, {@code .reserved} and {@code .budget}, and
 * as counters {@code rpc.client.memory.lost}, in frames, and {@code .refusals}.
 *
 * <p>Meters are looked up once. A call costs what {@link ClientCallWatcher} says, and nothing more but what the registry makes. Any
 * thread.
 */
public final class ClientMetrics implements ClientCallWatcher, AutoCloseable {
    private final Meters meters;
    private final Map<Method, MethodMeters> methods = new ConcurrentHashMap<>();

    /** Meters without tags beside their own. */
    public ClientMetrics(MeterRegistry registry) {
        this(registry, List.of());
    }

    /** @param tags of every meter; they tell the clients, or targets, of one registry from each other */
    public ClientMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        meters = new Meters(registry, "rpc.client.", Tags.of(tags));
    }

    /** For the channels whose calls are to be measured. */
    public ClientInterceptor interceptor() {
        return ClientInterceptor.watching(this);
    }

    /** Registers the meters of a client's memory. Called once. */
    public void bind(RpcClient client) {
        meters.ledger(client.ledger());
    }

    @Override
    public Watch started(Method method, CallOptions options) {
        MethodMeters known = methods.get(method);
        if (known == null) {
            known = methods.computeIfAbsent(method, m -> MethodMeters.of(meters, m));
        }
        known.started();
        return known;
    }

    /** Takes every meter out of the registry. Idempotent. */
    @Override
    public void close() {
        meters.remove();
    }
}
