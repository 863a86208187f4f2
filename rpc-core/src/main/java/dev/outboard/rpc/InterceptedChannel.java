package dev.outboard.rpc;

/** A channel with an interceptor before it. */
final class InterceptedChannel implements RpcChannel {
    private static final CallOptions NONE = CallOptions.timeoutNanos(0);

    private final RpcChannel next;
    private final ClientInterceptor interceptor;

    InterceptedChannel(RpcChannel next, ClientInterceptor interceptor) {
        this.next = next;
        this.interceptor = interceptor;
    }

    @Override
    public void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        call(method, request, CallOptions.timeoutNanos(timeoutNanos), handler);
    }

    @Override
    public void call(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        startCall(method, request, options, handler);
    }

    @Override
    public CallHandle startCall(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        return interceptor.startCall(method, request, options, handler, next);
    }

    @Override
    public ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver) {
        return interceptor.openStream(method, options, receiver, next);
    }

    @Override
    public ClientStream openStream(Method method, MessageWriter request, CallOptions options, StreamReceiver receiver) {
        return interceptor.openStream(method, request, options, receiver, next);
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message) {
        return interceptor.oneWay(method, message, NONE, next);
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message, CallOptions options) {
        return interceptor.oneWay(method, message, options, next);
    }
}
