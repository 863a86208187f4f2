package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;

/**
 * One message and whom it goes to: the entry that all shards' queues share.
 *
 * @param push encoded once; every queue that holds this entry holds a reference to it
 * @param members as they were when the message got its number
 */
record Fanout(EncodedPush push, Members members) {}
