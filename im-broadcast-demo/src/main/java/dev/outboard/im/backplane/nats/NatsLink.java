package dev.outboard.im.backplane.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to NATS, and after it has ended another one. jnats could do that as well, but it would send what had waited
 * in it first, without what was lost on the way before that, and so out of order.
 *
 * <p>Life: {@link #open}, {@link #watch}, {@link #close}. Any thread.
 */
final class NatsLink implements AutoCloseable {
    /** Hears of connections, on the link's thread. */
    interface Watcher {
        /** One has ended. */
        void lost();

        /** There is another one. */
        void found(Connection connection) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration PING = Duration.ofSeconds(2);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final NatsOptions options;
    private final NatsCounters counters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Thread thread;
    private volatile Connection connection;
    private volatile NatsStream stream;
    private volatile boolean closed;
    private volatile Watcher watcher = new Watcher() {
        @Override
        public void lost() {
            // Nobody is there yet.
        }

        @Override
        public void found(Connection found) {
            // Nobody is there yet.
        }
    };

    private NatsLink(NatsOptions options, NatsCounters counters, ThreadFactory threads)
            throws IOException, InterruptedException {
        this.options = options;
        this.counters = counters;
        this.connection = connect();
        this.stream = new NatsStream(connection, options);
        this.thread = threads.newThread(this::run);
    }

    /** <em>Returns owned</em>: a link that is connected. */
    static NatsLink open(NatsOptions options, NatsCounters counters, ThreadFactory threads)
            throws IOException, InterruptedException {
        return new NatsLink(options, counters, threads);
    }

    /** Begins to look after the connection. Once. */
    void watch(Watcher newWatcher) {
        watcher = newWatcher;
        thread.start();
    }

    boolean isConnected() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    /** The connection there is, or was last. */
    Connection connection() {
        return connection;
    }

    /** The stream by that connection. */
    NatsStream stream() {
        return stream;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        close(connection);
    }

    private void run() {
        while (!closed) {
            try {
                awaitEnd();
                if (!closed) {
                    watcher.lost();
                    reconnect();
                    watcher.found(connection);
                }
            } catch (InterruptedException e) {
                // Only close() interrupts.
                return;
            } catch (RuntimeException e) {
                counters.failures.increment();
                LOG.error("A new connection was not taken", e);
            }
        }
    }

    private void awaitEnd() throws InterruptedException {
        lock.lock();
        try {
            while (connection.getStatus() != Connection.Status.CLOSED) {
                // What ends it tells; the time is for an end between the look and the wait.
                long woken = ended.awaitNanos(RETRY_NANOS);
                LOG.trace("Looked again, {} ns early", woken);
            }
        } finally {
            lock.unlock();
        }
    }

    private void reconnect() throws InterruptedException {
        while (!closed) {
            try {
                Connection found = connect();
                stream = new NatsStream(found, options);
                connection = found;
                if (closed) {
                    // Perhaps behind the back of close().
                    close(found);
                }
                return;
            } catch (IOException e) {
                counters.failures.increment();
                LOG.debug("NATS cannot be reached", e);
                TimeUnit.NANOSECONDS.sleep(RETRY_NANOS);
            }
        }
    }

    private Connection connect() throws IOException, InterruptedException {
        Options.Builder builder = Options.builder()
                .servers(options.servers().toArray(String[]::new))
                .connectionName("outboard-im " + options.node())
                .connectionTimeout(CONNECT_TIMEOUT)
                .noReconnect()
                .pingInterval(PING)
                .maxPingsOut(2)
                .noEcho()
                .connectionListener(this::happened)
                .errorListener(new Errors());
        if (options.credentials() != null) {
            builder.authHandler(Nats.credentials(options.credentials().toString()));
        }
        return Nats.connect(builder.build());
    }

    private void happened(Connection which, ConnectionListener.Events event) {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What jnats has to say beside what calls return: counted, and in the log for who looks. */
    private final class Errors implements ErrorListener {
        @Override
        public void errorOccurred(Connection which, String error) {
            counters.failures.increment();
            LOG.warn("NATS refuses: {}", error);
        }

        @Override
        public void exceptionOccurred(Connection which, Exception e) {
            LOG.debug("A connection to NATS failed", e);
        }

        @Override
        public void slowConsumerDetected(Connection which, Consumer consumer) {
            // Records are asked for in batches and numbered: this can only be signals, which are told again.
            counters.failures.increment();
            LOG.warn("NATS drops signals: this node does not keep up");
        }
    }
}
