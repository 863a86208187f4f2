package dev.outboard.rpc.channel;

/**
 * What a channel, or one of its endpoints, can do for a call now. The names are gRPC's.
 *
 * @see <a href="https://grpc.github.io/grpc/core/md_doc_connectivity-semantics-and-api.html">gRPC connectivity semantics</a>
 */
public enum ChannelState {
    /** Nobody has asked for a connection yet. */
    IDLE,
    /** A connection is on its way; calls wait for it. */
    CONNECTING,
    /** At least one connection takes calls. */
    READY,
    /** Connecting failed and is tried again after a while; calls fail, unless they wait for READY. */
    TRANSIENT_FAILURE,
    /** Closed, for good. */
    SHUTDOWN
}
