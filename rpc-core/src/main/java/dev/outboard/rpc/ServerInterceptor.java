package dev.outboard.rpc;

/**
 * Stands before the handlers of a service, or of a whole server: looks at calls, lets them pass, or ends them. Called on the
 * threads of the method's {@link Execution}, by many at once. What is refused before dispatch (an unknown method, full queues, a
 * deadline that passed in one) does not come by here; a {@link CallObserver} hears of that.
 *
 * <p>It is put before its handlers once, when the server starts: a call through it costs a call through an interface and no
 * object.
 */
public interface ServerInterceptor {
    /**
     * A unary or one-way call. Hands it to {@code next}, now or later and at most once, or ends it. What it throws fails the
     * call, as with {@link CallHandler#handle}.
     */
    default void call(ServerCall call, CallHandler next) {
        next.handle(call);
    }

    /**
     * A stream. Returns the listener that {@code next} returned, one around it, or one of its own for a stream that it ends.
     */
    default StreamListener stream(ServerStream stream, StreamHandler next) {
        return next.open(stream);
    }
}
