package dev.outboard.im.server;

/** The bounded queue of one shard, and what empties it. */
interface Shard extends AutoCloseable {
    /** Queues a message, taking a reference to it; false where the queue is full. Any thread. */
    boolean offer(Fanout fanout);

    /** Messages that wait. Any thread. */
    int queued();

    /** Empties the queue no more; messages that wait are given up. */
    @Override
    void close();
}
