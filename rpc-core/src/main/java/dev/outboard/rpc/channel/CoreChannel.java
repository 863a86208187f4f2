package dev.outboard.rpc.channel;

/** A channel's outside. */
final class CoreChannel extends BoundView implements ManagedChannel {
    CoreChannel(ChannelCore core, boolean waits) {
        super(core, waits, false, 0);
    }

    @Override
    public ChannelState state() {
        return core.state();
    }

    @Override
    public void connect() {
        core.connect();
    }

    @Override
    public ChannelSnapshot describe() {
        return core.describe();
    }

    @Override
    public void close() {
        core.close();
    }
}
