package dev.outboard.rpc.channel;

/** Hears of a channel's states, in order, one at a time, on whatever thread brought the change; it must not block. */
@FunctionalInterface
public interface ChannelListener {
    /** The channel is in another state now. */
    void onState(ChannelState state);
}
