package dev.outboard.rpc.channel;

import dev.outboard.rpc.RpcChannel;

/**
 * A channel with what its calls are to have in common. Views are immutable and cost one object each; keep those that are
 * used often. Any thread.
 */
public interface ChannelView extends RpcChannel {
    /** Calls wait for a connection until their deadline, whatever the channel's state. */
    ChannelView waitForReady();

    /** Calls fail with UNAVAILABLE, not processed, while the channel is in TRANSIENT_FAILURE. */
    ChannelView failFast();

    /** Calls carry a key, by which {@link LoadBalancer#consistentHash} chooses. */
    ChannelView withHashKey(long key);
}
