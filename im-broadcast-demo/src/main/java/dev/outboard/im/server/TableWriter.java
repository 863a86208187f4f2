package dev.outboard.im.server;

import dev.outboard.rpc.ServerConnection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes a {@link UserTable}. Commands come from any thread through a bounded queue and are applied
 * in order; the thread waits for nothing but the next command and never touches a socket.
 *
 * <p>Life: the constructor starts the thread; {@link #close} stops it and drops the commands that wait.
 */
final class TableWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);

    private final UserTable table;
    private final BlockingQueue<Runnable> commands;
    private final Thread thread;
    private volatile boolean closed;
    // Set when the end of a connection found no room in the queue; the writer then looks at every user instead.
    private volatile boolean sweep;

    /**
     * @param capacity commands that may wait
     */
    TableWriter(UserTable table, int capacity, ThreadFactory threads) {
        this.table = table;
        this.commands = new ArrayBlockingQueue<>(capacity);
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Queues a change; false where the queue is full. Any thread. Its effect is visible to all before what it does next. */
    boolean submit(Runnable change) {
        return commands.offer(change);
    }

    /** Queues a change, and waits where the queue is full. Any thread that may wait. */
    void put(Runnable change) throws InterruptedException {
        commands.put(change);
    }

    /** Queues the end of a connection, which cannot be refused. Any thread. */
    void disconnected(User user, ServerConnection connection) {
        if (!commands.offer(() -> table.disconnected(user, connection))) {
            // The writer looks at this after each command; the empty one is for the case that it has run dry since.
            sweep = true;
            boolean woken = commands.offer(() -> {});
            LOG.debug("The table's queue was full; the writer will look at all users (woken: {})", woken);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                apply(commands.take());
            } catch (InterruptedException e) {
                // Only close() interrupts.
                return;
            }
        }
    }

    private void apply(Runnable change) {
        try {
            change.run();
            if (sweep) {
                sweep = false;
                table.sweep();
            }
        } catch (RuntimeException e) {
            LOG.error("A change of users or groups failed", e);
        }
    }
}
