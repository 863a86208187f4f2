package dev.outboard.im.backplane;

import java.time.Duration;

/**
 * One node's way to the others.
 *
 * <p>Records are stored, in one order for all nodes, and come to every node, the one that offered them among them, at
 * least once; a node that was away for a while gets what it missed as long as that is kept. Signals go to the other nodes
 * that are there, or are lost.
 *
 * <p>Life: {@link #start} once; then {@link #offer} and {@link #signal} by any thread; {@link #close} in any case.
 */
public interface Backplane extends AutoCloseable {
    /**
     * Begins: hands the receiver every record that is kept and young enough, in order, then returns; what comes later is
     * handed over by the backplane's threads.
     *
     * @throws BackplaneException where the others cannot be reached; its message is one line
     */
    void start(BackplaneReceiver receiver);

    /**
     * Queues a record, never waits; false where the queue is full: then nothing happens with it. Any thread. What becomes
     * of it says {@link Outgoing}.
     */
    boolean offer(Outgoing outgoing);

    /**
     * Tells the other nodes something that need not be kept, never waits; false where it was dropped at once. Any thread.
     *
     * @param droppable whether it is worth less than others, and goes first
     */
    boolean signal(byte[] signal, boolean droppable);

    /** How it is. Any thread. */
    BackplaneStatus status();

    /** Waits until every record that was offered is stored; false where the time ran out. */
    boolean drain(Duration timeout);

    /** Stops every thread. What waits is given up, without a word. */
    @Override
    void close();
}
