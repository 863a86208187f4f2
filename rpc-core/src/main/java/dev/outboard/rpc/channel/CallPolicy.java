package dev.outboard.rpc.channel;

/**
 * When a channel makes a unary call more than once. A call with a policy costs some objects, and its request is kept, off
 * the heap, until it ends.
 */
public sealed interface CallPolicy permits RetryPolicy, HedgingPolicy {
    /** The most attempts, the first included. */
    int maxAttempts();
}
