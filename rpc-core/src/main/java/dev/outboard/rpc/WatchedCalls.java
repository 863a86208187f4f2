package dev.outboard.rpc;

import dev.outboard.rpc.ClientCallWatcher.Watch;
import org.jspecify.annotations.Nullable;

/** Tells a watcher of the calls that go through it. */
final class WatchedCalls implements ClientInterceptor {
    private static final MessageWriter NOTHING = out -> {};

    private final ClientCallWatcher watcher;

    WatchedCalls(ClientCallWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public CallHandle startCall(
            Method method, MessageWriter request, CallOptions options, ReplyHandler handler, RpcChannel next) {
        Watch watch = watcher.started(method, options);
        WatchedCall call = new WatchedCall(method, watch, request, handler);
        try {
            return next.startCall(method, call, watch.options(options), call);
        } catch (Throwable t) {
            call.threw(t);
            throw t;
        }
    }

    @Override
    public ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver, RpcChannel next) {
        Watch watch = watcher.started(method, options);
        WatchedStream stream = new WatchedStream(method, watch, NOTHING, receiver);
        try {
            return stream.opened(next.openStream(method, watch.options(options), stream));
        } catch (Throwable t) {
            stream.threw(t);
            throw t;
        }
    }

    @Override
    public ClientStream openStream(
            Method method, MessageWriter request, CallOptions options, StreamReceiver receiver, RpcChannel next) {
        Watch watch = watcher.started(method, options);
        WatchedStream stream = new WatchedStream(method, watch, request, receiver);
        try {
            return stream.opened(next.openStream(method, stream, watch.options(options), stream));
        } catch (Throwable t) {
            stream.threw(t);
            throw t;
        }
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message, CallOptions options, RpcChannel next) {
        Watch watch = watcher.started(method, options);
        WatchedMessage watched = new WatchedMessage(method, watch, message);
        SendResult result;
        try {
            result = next.oneWay(method, watched, watch.options(options));
        } catch (Throwable t) {
            watched.threw(t);
            throw t;
        }
        watched.tell(failure(result));
        return result;
    }

    private static @Nullable Status failure(SendResult result) {
        return switch (result) {
            case ACCEPTED -> null;
            case CLOSED -> new Status(StatusCode.UNAVAILABLE, true, "message: " + result);
            default -> new Status(StatusCode.RESOURCE_EXHAUSTED, true, "message: " + result);
        };
    }
}
