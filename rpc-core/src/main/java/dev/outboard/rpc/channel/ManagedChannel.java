package dev.outboard.rpc.channel;

/**
 * A channel over connections that it makes, keeps and replaces by itself, to all addresses of its target. Made by
 * {@link ManagedChannelBuilder}. Any thread.
 *
 * <p>It connects with its first call. While it is IDLE or CONNECTING calls and streams wait, in a queue that is bounded;
 * in TRANSIENT_FAILURE they fail at once, unless made by a view that waits. One-way messages never wait. What a handler
 * hears of a call that reached a connection, it hears on that connection's event loop; of others on the channel's thread.
 */
public interface ManagedChannel extends ChannelView, AutoCloseable {
    /** Its state now. */
    ChannelState state();

    /** Begins to connect, without a call. */
    void connect();

    /** Its state and counters, for people and monitoring. */
    ChannelSnapshot describe();

    /**
     * Closes its connections at once: calls in flight, waiting or between two attempts fail with UNAVAILABLE. The client
     * stays open. Idempotent.
     */
    @Override
    void close();
}
