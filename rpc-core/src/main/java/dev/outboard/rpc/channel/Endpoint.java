package dev.outboard.rpc.channel;

import java.net.InetSocketAddress;

/** One address that a channel has connections to. Any thread. */
public interface Endpoint {
    /** Where it is. */
    InetSocketAddress address();

    /** Calls in flight over its connections. */
    int callsInFlight();
}
