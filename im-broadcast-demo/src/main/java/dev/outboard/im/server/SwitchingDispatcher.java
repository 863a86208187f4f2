package dev.outboard.im.server;

import dev.outboard.rpc.Execution;
import dev.outboard.rpc.ServerConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToIntFunction;

/**
 * Fan-out whose mode can be changed while messages are published. A switch holds up whoever publishes, waits until the messages before it are
 * with their connections, has the members partitioned for the new mode, and lets the publishers go on in it. So no message is lost or sent
 * twice by it, and what a connection gets after it comes behind what it got before: both went through its one queue.
 *
 * <p>The books go on over a switch: pushes are counted by the connections in every mode that this can switch between. Netty's
 * channel group is none of them, for its writes go past the connections' queues.
 *
 * <p>Publishers wait, so they must not be event loops: messages are published on workers in every mode, also in those that would rather have it
 * otherwise.
 */
final class SwitchingDispatcher implements Dispatcher {
    /** Has the members of all groups partitioned. */
    @FunctionalInterface
    interface Repartition {
        void over(int shards, ToIntFunction<ServerConnection> placement);
    }

    private final ImServerOptions options;
    private final Outbound outbound;
    private final Counters counters;
    /** Held for reading while a message is published, for writing while the mode is switched. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    /** Dispatchers of modes before, which follow pushes still that peers do not read. */
    private final List<Dispatcher> retired = new CopyOnWriteArrayList<>();

    private volatile Dispatcher current;
    private volatile Guarantees guarantees;

    /** Begins with the mode of the options. */
    SwitchingDispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
        this.options = options;
        this.outbound = outbound;
        this.counters = counters;
        Mode first = checked(options.mode());
        this.current = first.dispatcher(options, outbound, counters);
        this.guarantees = first.guarantees();
    }

    /**
     * Switches. On the thread that changes users and groups, so that they stay as they are meanwhile.
     *
     * @param patience how long the messages before it may take to their connections
     * @throws IllegalArgumentException for a mode that there is not, that this JDK does not run, or that cannot be switched to
     * @throws IllegalStateException where they took longer; the mode is what it was then
     */
    void switchTo(String mode, Duration patience, Repartition repartition) {
        Mode next = checked(mode);
        gate.writeLock().lock();
        try {
            Dispatcher before = current;
            if (before.mode() == next) {
                return;
            }
            if (!Waiting.until(() -> before.waiting() == 0, patience)) {
                throw new IllegalStateException(
                        "switch: " + before.waiting() + " copies have not reached their connections in "
                                + patience.toMillis() + " ms (expected: none left; the mode stays "
                                + before.mode().id() + ")");
            }
            Dispatcher after = next.dispatcher(options, outbound, counters);
            repartition.over(after.shards(), after::shardOf);
            guarantees = guarantees.and(next.guarantees());
            current = after;
            before.retire();
            retired.removeIf(old -> old.inFlight() == 0);
            if (before.followsPushes()) {
                retired.add(before);
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** The modes that can be switched between, of those that this JDK runs. */
    static boolean canSwitchTo(Mode mode) {
        return mode != Mode.CHANNEL_GROUP;
    }

    private static Mode checked(String id) {
        Mode mode = Mode.of(id);
        if (!canSwitchTo(mode)) {
            throw new IllegalArgumentException("mode: " + id
                    + " (expected: one that can be switched, for its writes pass by the connections' queues)");
        }
        return mode;
    }

    @Override
    public Mode mode() {
        return current.mode();
    }

    /** What every mode that it was in has kept. */
    @Override
    public Guarantees guarantees() {
        return guarantees;
    }

    @Override
    public int shards() {
        return current.shards();
    }

    @Override
    public int shardOf(ServerConnection connection) {
        return current.shardOf(connection);
    }

    @Override
    public Execution publishing() {
        return Execution.WORKERS_CONNECTION_ORDER;
    }

    @Override
    public void publish(Group group, Publication publication) {
        gate.readLock().lock();
        try {
            current.publish(group, publication);
        } finally {
            gate.readLock().unlock();
        }
    }

    @Override
    public long written() {
        return outbound.pushesSent();
    }

    @Override
    public long writtenToOpen() {
        return outbound.writtenToOpen();
    }

    @Override
    public long closed() {
        return outbound.pushesLost() + counters.turnedAway.sum();
    }

    @Override
    public long inFlight() {
        // What connections keep count of, and what this mode and others before it follow themselves.
        Dispatcher now = current;
        long followed = now.followsPushes() ? now.inFlight() : 0;
        for (Dispatcher old : retired) {
            followed += old == now ? 0 : old.inFlight();
        }
        return counters.progress.inFlight(outbound, counters) + followed;
    }

    @Override
    public long waiting() {
        return current.waiting();
    }

    @Override
    public long queued() {
        return current.queued();
    }

    @Override
    public void close() {
        current.close();
        retired.forEach(Dispatcher::close);
    }
}
