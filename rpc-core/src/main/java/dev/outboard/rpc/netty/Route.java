package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.StatusCode;

/** Where calls of a method go. A method that the server does not have has a route, too, which no call goes. */
final class Route {
    private final Method method;
    private final Execution execution;
    private final CallHandler handler;
    private final boolean known;

    private Route(Method method, Execution execution, CallHandler handler, boolean known) {
        this.method = method;
        this.execution = execution;
        this.handler = handler;
        this.known = known;
    }

    static Route to(Service.Endpoint endpoint) {
        return new Route(endpoint.method(), endpoint.execution(), endpoint.handler(), true);
    }

    static Route unknown(Method method) {
        return new Route(method, Execution.EVENT_LOOP, call -> call.fail(StatusCode.UNIMPLEMENTED, ""), false);
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

    boolean isKnown() {
        return known;
    }
}
