package dev.outboard.im.server;

import dev.outboard.rpc.Execution;
import dev.outboard.rpc.ServerConnection;
import java.time.Duration;

/**
 * Takes a message to every member of a group: one implementation per mode. At every quiescent point
 *
 * <pre>
 * offered = written + queueFull + slowConsumer + timedOut + refused + offline + closed + inFlight
 * </pre>
 *
 * where each term is counted on its own: some in {@link Counters}, the others by the methods here. No recipient gets a
 * message twice. What else a mode promises it says by its {@link Guarantees}.
 *
 * <p>Life: messages are published on any number of threads; {@link #drain} is called when none is any more, and
 * {@link #close} after that.
 */
interface Dispatcher extends AutoCloseable {
    /** {@link #shardOf}, where users are spread by their numbers. */
    int ANY_SHARD = -1;

    /** The mode that it is of: its name, and what it promises. */
    Mode mode();

    /** What has held for every message since the start. */
    default Guarantees guarantees() {
        return mode().guarantees();
    }

    /** Over how many queues a group's members are partitioned; 1 where there are none. */
    int shards();

    /**
     * The shard that a user belongs to who signs in on this connection, and whose groups' members are made anew then;
     * {@link #ANY_SHARD} where that does not depend on the connection.
     */
    default int shardOf(ServerConnection connection) {
        return ANY_SHARD;
    }

    /** Whether it follows each push to its end itself; otherwise the connections keep count of them. */
    default boolean followsPushes() {
        return false;
    }

    /** On which of the server's threads messages are published. */
    default Execution publishing() {
        return Execution.WORKERS_CONNECTION_ORDER;
    }

    /**
     * Gives the message its number and sends it to the group's members. <em>Borrows</em> the publication. Any thread;
     * never waits for a peer.
     *
     * @throws dev.outboard.codec.FrameBudgetException where the memory budget has no room; nothing is sent or counted
     */
    void publish(Group group, Publication publication);

    /** Recipients whose copy was handed to their socket. */
    long written();

    /** Of {@link #written}, those whose connection is open now. */
    long writtenToOpen();

    /** Recipients whose connection closed while their copy waited there. */
    long closed();

    /** Recipients whose fate is not known yet. */
    long inFlight();

    /** Recipients whose copy no connection has been given yet. */
    long waiting();

    /** Messages, or tasks, that wait to be taken up. */
    long queued();

    /** Waits until nothing is in flight; false where the time ran out or the thread was interrupted. */
    default boolean drain(Duration timeout) {
        return Waiting.until(() -> inFlight() == 0, timeout);
    }

    /**
     * Ends what need not go on, where nothing is {@link #waiting} and nothing will be published any more. Whoever {@link #followsPushes} does so until all
     * of them have ended; {@link #close} comes later all the same.
     */
    default void retire() {
        close();
    }

    /** Stops every thread; what is in flight is given up. */
    @Override
    void close();
}
