package dev.outboard.im.server;

import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;

/** One message and whom it goes to: the entry that all shards' queues share. Reference-counted; any thread. */
interface Fanout {
    /** The members, as they were when the message got its number. */
    Members members();

    /** When it was published, for {@link FanoutLatency}. */
    long begun();

    /** Hands one member's copy to its connection; never blocks. */
    SendResult sendTo(ServerConnection connection);

    /** Takes one more reference: each queue that holds this entry has one. */
    void retain();

    /** Gives one reference back. */
    void release();
}
