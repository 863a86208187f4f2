package dev.outboard.rpc;

/** Serves the streams of one method. Called on the threads that the service's {@link Execution} names, by many at once. */
@FunctionalInterface
public interface StreamHandler {
    /**
     * A client opened a stream. What this throws fails it, as with {@link CallHandler#handle}.
     *
     * @return who hears of what the client does
     */
    StreamListener open(ServerStream stream);
}
