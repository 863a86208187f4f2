package dev.outboard.rpc;

/**
 * Stands before a channel: looks at calls, changes their options, puts something around their handlers, or ends them. Called on the
 * caller's thread, by many at once. Each method's default hands the call on as it is.
 *
 * <p>A call through an interceptor has options and a handle, so it costs objects.
 */
public interface ClientInterceptor {
    /**
     * A unary call, whether its caller may cancel it or not; see
     * {@link RpcChannel#startCall(Method, MessageWriter, CallOptions, ReplyHandler)}.
     */
    default CallHandle startCall(
            Method method, MessageWriter request, CallOptions options, ReplyHandler handler, RpcChannel next) {
        return next.startCall(method, request, options, handler);
    }

    /** A stream whose client sends messages; see {@link RpcChannel#openStream(Method, CallOptions, StreamReceiver)}. */
    default ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver, RpcChannel next) {
        return next.openStream(method, options, receiver);
    }

    /** A stream whose client sends a request; see {@link RpcChannel#openStream(Method, MessageWriter, CallOptions, StreamReceiver)}. */
    default ClientStream openStream(
            Method method, MessageWriter request, CallOptions options, StreamReceiver receiver, RpcChannel next) {
        return next.openStream(method, request, options, receiver);
    }

    /** A one-way message; see {@link RpcChannel#oneWay(Method, MessageWriter, CallOptions)}. */
    default SendResult oneWay(Method method, MessageWriter message, CallOptions options, RpcChannel next) {
        return next.oneWay(method, message, options);
    }

    /** An interceptor that tells the watcher of each call, and changes nothing but what the watcher does. */
    static ClientInterceptor watching(ClientCallWatcher watcher) {
        return new WatchedCalls(watcher);
    }
}
