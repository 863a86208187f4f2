package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamHandler;
import org.jspecify.annotations.Nullable;

/** Where calls of a method go. A method that the client may not call has a route, too, which no call goes. */
final class Route {
    private static final CallHandler NO_CALLS = call -> call.fail(StatusCode.UNIMPLEMENTED, "");
    private static final StreamHandler NO_STREAMS = stream -> {
        throw new IllegalStateException("method: of single calls (expected: of streams)");
    };

    private final Method method;
    private final Execution execution;
    private final CallHandler handler;
    private final StreamHandler streamHandler;
    private final @Nullable Status refusal;

    private Route(
            Method method,
            Execution execution,
            CallHandler handler,
            StreamHandler streamHandler,
            @Nullable Status refusal) {
        this.method = method;
        this.execution = execution;
        this.handler = handler;
        this.streamHandler = streamHandler;
        this.refusal = refusal;
    }

    static Route to(Service.Endpoint endpoint) {
        return new Route(endpoint.method(), endpoint.execution(), endpoint.handler(), NO_STREAMS, null);
    }

    static Route to(Service.StreamEndpoint endpoint) {
        return new Route(endpoint.method(), endpoint.execution(), NO_CALLS, endpoint.handler(), null);
    }

    static Route unknown(Method method) {
        return refused(
                method,
                new Status(
                        StatusCode.UNIMPLEMENTED,
                        true,
                        "method: " + method.fullName() + " (expected: one that the server has)"));
    }

    /** Of a method whose every call ends at once. */
    static Route refused(Method method, Status refusal) {
        return new Route(method, Execution.EVENT_LOOP, NO_CALLS, NO_STREAMS, refusal);
    }

    Method method() {
        return method;
    }

    Shape shape() {
        return method.shape();
    }

    String name() {
        return method.fullName();
    }

    Execution execution() {
        return execution;
    }

    CallHandler handler() {
        return handler;
    }

    StreamHandler streamHandler() {
        return streamHandler;
    }

    /** How calls end that no handler sees; null for a method that the client may call. */
    @Nullable
    Status refusal() {
        return refusal;
    }
}
