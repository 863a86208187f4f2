package dev.outboard.rpc.channel;

import java.net.InetSocketAddress;

/**
 * An endpoint as it was at some moment, and what was counted since the channel found it.
 *
 * @param address where
 * @param state never SHUTDOWN
 * @param connections that take calls
 * @param callsInFlight over those
 * @param picks calls, attempts, streams and one-way messages that went to it
 * @param connectAttempts begun
 * @param connectFailures of those
 * @param drained connections whose server said that it is going away
 * @param lost connections that ended without that
 * @param lastFailure why connecting failed last, or empty
 */
public record EndpointSnapshot(
        InetSocketAddress address,
        ChannelState state,
        int connections,
        int callsInFlight,
        long picks,
        long connectAttempts,
        long connectFailures,
        long drained,
        long lost,
        String lastFailure) {}
