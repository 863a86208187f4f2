package dev.outboard.rpc;

/** Serves the calls of one method. Called on the threads that the service's {@link Execution} names, by many at once. */
@FunctionalInterface
public interface CallHandler {
    /**
     * Serves one call. It ends with {@link ServerCall#complete} or {@link ServerCall#fail}, here or later on any
     * thread. What this throws before that fails the call: {@code MalformedMessageException} with INVALID_ARGUMENT,
     * {@code FrameBudgetException} and {@code FrameOverflowException} with RESOURCE_EXHAUSTED, anything else with INTERNAL, without its text.
     */
    void handle(ServerCall call);
}
