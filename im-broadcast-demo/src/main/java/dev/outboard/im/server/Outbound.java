package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.MessageWriter;

/** The way out of the server, as dispatchers see it. Any thread. */
interface Outbound {
    /**
     * <em>Returns owned</em>: a push for any of the server's connections, encoded with its header.
     *
     * @throws dev.outboard.codec.FrameBudgetException where the memory budget has no room
     */
    EncodedPush encode(MessageWriter message);

    /**
     * Has an event loop of the server run a task.
     *
     * @return false where it has ended
     * @see dev.outboard.rpc.RpcServer#execute
     */
    boolean execute(int eventLoop, Runnable task);

    /**
     * Has an event loop of the server run a task later.
     *
     * @return false where it has ended
     * @see dev.outboard.rpc.RpcServer#schedule
     */
    boolean schedule(int eventLoop, Runnable task, long delayNanos);

    /** Of the pushes sent, those to connections that are open now. */
    long writtenToOpen();

    /** Pushes handed to the transport, over all connections that there were. */
    long pushesSent();

    /** Pushes that a connection had accepted and not handed on when it closed. */
    long pushesLost();
}
