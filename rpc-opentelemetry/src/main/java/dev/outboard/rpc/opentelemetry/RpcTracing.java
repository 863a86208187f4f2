package dev.outboard.rpc.opentelemetry;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ClientInterceptor;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.netty.RpcServerBuilder;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

/**
 * Makes a span of every call, on both sides, and carries its context from one to the other: in the trace context of the request
 * ({@link dev.outboard.rpc.TraceContext}), with the vendors' {@code tracestate} in its metadata. Baggage does not travel. Any thread.
 *
 * <pre>{@code
 * RpcTracing tracing = new RpcTracing(openTelemetry);
 * RpcServer server = tracing.traced(RpcServerBuilder.create()).service(...).start();
 * RpcChannel channel = tracing.traced(client.connect(host, port));
 * }</pre>
 *
 * <p><b>A client's span</b> is from before the request is encoded to the end that the handler hears of; retries and hedges of a
 * managed channel are in it. Its parent is the caller's current context; without a span there, the call that it is made for
 * ({@link dev.outboard.rpc.CallOptions#childOf}). Handlers of replies run in no context of ours: a further call from there says
 * whose child it is. A trace that the caller has put into the call's options is replaced.
 *
 * <p><b>A server's span</b> is from when the request was read to when the call ended, whatever ended it; it is current while a
 * handler or a stream's listener runs, so that what they do on that thread, calls included, becomes part of it. Calls that no
 * handler sees have none; metrics count those, and the client's span says why.
 *
 * <p>Spans are named {@code package.Service/Method} and have {@code rpc.system} and {@code rpc.system.name} ({@code outboard}),
 * {@code rpc.service}, {@code rpc.method} (with its service, as the conventions of 2026 have it), {@code
 * rpc.response.status_code} and, for failures, {@code error.type}. On clients every failure is an error; on servers those that are
 * theirs: UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS.
 *
 * <p>Spans end on event loops: their processor must not block. A call costs its span, on each side, and what that makes.
 */
public final class RpcTracing {
    private final Tracer tracer;
    private final ServerSpans servers;

    /** <em>Borrows</em> it: whoever made it closes it. */
    public RpcTracing(OpenTelemetry openTelemetry) {
        tracer = openTelemetry.getTracer("dev.outboard.rpc");
        servers = new ServerSpans(tracer);
    }

    /**
     * Has a server's calls traced; returns the builder. Called before other interceptors and observers are added: what is added
     * before it runs outside of the spans.
     */
    public RpcServerBuilder traced(RpcServerBuilder builder) {
        return builder.observer(servers).interceptor(new SpanScopes(servers));
    }

    /** A connection whose calls are traced, with the address that it is connected to. */
    public RpcChannel traced(ClientConnection connection) {
        Peer peer = Peer.of(connection.remoteAddress());
        return connection.intercepted(client(peer));
    }

    /**
     * What traces the calls of a channel.
     *
     * @param serverAddress the {@code server.address} of its spans: for a managed channel the name that it was made for, since no
     *     address is chosen yet when a span begins
     * @param serverPort the {@code server.port}; 0 for none
     */
    public ClientInterceptor client(String serverAddress, int serverPort) {
        return client(new Peer(serverAddress, serverPort));
    }

    private ClientInterceptor client(Peer peer) {
        return ClientInterceptor.watching(new ClientSpans(tracer, servers, peer));
    }
}
