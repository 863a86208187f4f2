package dev.outboard.rpc.channel;

import java.util.List;

/**
 * A channel as it was at some moment.
 *
 * @param target as it was given
 * @param state of the channel
 * @param endpoints in the resolver's order
 * @param waitingCalls calls and streams that wait for a connection
 * @param waitingBytes of their requests
 * @param retryTokens left in the retry budget
 */
public record ChannelSnapshot(
        String target,
        ChannelState state,
        List<EndpointSnapshot> endpoints,
        int waitingCalls,
        long waitingBytes,
        double retryTokens) {
    /** Keeps a copy of the list. */
    public ChannelSnapshot {
        endpoints = List.copyOf(endpoints);
    }
}
