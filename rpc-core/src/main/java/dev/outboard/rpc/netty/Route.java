package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamHandler;

/** Where calls of a method go. A method that the server does not have has a route, too, which no call goes. */
final class Route {
    private static final CallHandler NO_CALLS = call -> call.fail(StatusCode.UNIMPLEMENTED, "");
    private static final StreamHandler NO_STREAMS = stream -> {
        throw new IllegalStateException("method: of single calls (expected: of streams)");
    };

    private final Method method;
    private final Execution execution;
    private final CallHandler handler;
    private final StreamHandler streamHandler;
    private final boolean known;

    private Route(Method method, Execution execution, CallHandler handler, StreamHandler streamHandler, boolean known) {
        this.method = method;
        this.execution = execution;
        this.handler = handler;
        this.streamHandler = streamHandler;
        this.known = known;
    }

    static Route to(Service.Endpoint endpoint) {
        return new Route(endpoint.method(), endpoint.execution(), endpoint.handler(), NO_STREAMS, true);
    }

    static Route to(Service.StreamEndpoint endpoint) {
        return new Route(endpoint.method(), endpoint.execution(), NO_CALLS, endpoint.handler(), true);
    }

    static Route unknown(Method method) {
        return new Route(method, Execution.EVENT_LOOP, NO_CALLS, NO_STREAMS, false);
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

    boolean isKnown() {
        return known;
    }
}
