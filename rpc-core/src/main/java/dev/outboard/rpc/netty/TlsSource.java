package dev.outboard.rpc.netty;

import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.TlsStats;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of a server or client over time: asked once per connection, and reloaded under those that are open, which keep what
 * they began with. Any thread.
 *
 * <p>A watched source looks at its files' attributes on an event loop; only when they changed a thread is started that reads them,
 * for reading and checking may take longer than a loop should wait. The attributes are taken before the reading, so a file that
 * changes meanwhile is seen to have changed at the next look.
 */
final class TlsSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSource.class);

    private final TlsOptions options;
    private final boolean forClient;
    private final List<Path> files;
    private final AtomicBoolean reading = new AtomicBoolean();
    /** Held while files are read, so that the last to begin is the last to be taken over. */
    private final Object reloadLock = new Object();

    private @Nullable Tls current;
    private @Nullable Future<?> watch;
    private long reloads;
    private long failures;
    /** Touched by one look or one reading at a time. */
    private volatile List<Stamp> seen;

    /** What shows that a file is another; zeros where there is none. */
    private record Stamp(
            Path file,
            long modifiedNanos,
            long bytes,
            @Nullable Object key) {
        static Stamp of(Path file) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        file, found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size(), found.fileKey());
            } catch (IOException missing) {
                return new Stamp(file, 0, 0, null);
            }
        }
    }

    /** Reads and checks what the options name; throws what {@link Tls#load} throws. */
    TlsSource(TlsOptions options, boolean forClient) {
        this.options = options;
        this.forClient = forClient;
        this.files = Stream.of(options.certificates(), options.privateKey(), options.trustedCertificates())
                .filter(Objects::nonNull)
                .toList();
        this.seen = stamps();
        this.current = Tls.load(options, forClient);
    }

    /** Looks at the files from now on, if the options say so. */
    synchronized void watch(EventExecutor executor) {
        long millis = options.watchInterval().toMillis();
        if (millis > 0 && current != null) {
            watch = executor.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * The handler of a new connection.
     *
     * @throws IllegalStateException after {@link #close}
     */
    synchronized SslHandler newHandler(ByteBufAllocator allocator, String host, int port) {
        return open().newHandler(allocator, host, port);
    }

    /**
     * The handler of a new connection that speaks HTTP first.
     *
     * @throws IllegalStateException after {@link #close}
     */
    synchronized SslHandler newHttpHandler(ByteBufAllocator allocator) {
        return open().newHttpHandler(allocator);
    }

    /** Reads the files again, or keeps what was there and throws what {@link Tls#load} throws. */
    void reload() {
        synchronized (reloadLock) {
            Tls loaded;
            try {
                loaded = Tls.load(options, forClient);
            } catch (RuntimeException e) {
                count(false);
                throw e;
            }
            takeOver(loaded);
        }
    }

    synchronized TlsStats stats() {
        return new TlsStats(reloads, failures);
    }

    synchronized String engine() {
        return open().engine();
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.cancel(false);
        }
        if (current != null) {
            current.release();
            current = null;
        }
    }

    private synchronized void takeOver(Tls loaded) {
        if (current == null) {
            loaded.release();
            return;
        }
        current.release();
        current = loaded;
        count(true);
        LOG.info("tls: new certificates are in use");
    }

    private synchronized void count(boolean success) {
        if (success) {
            reloads++;
        } else {
            failures++;
        }
    }

    private Tls open() {
        Tls found = current;
        if (found == null) {
            throw new IllegalStateException("tls: closed (expected: open)");
        }
        return found;
    }

    private List<Stamp> stamps() {
        return files.stream().map(Stamp::of).toList();
    }

    private void look() {
        List<Stamp> now = stamps();
        if (now.equals(seen) || !reading.compareAndSet(false, true)) {
            return;
        }
        seen = now;
        Thread reader = new Thread(this::reloadWatched, "outboard-tls-reload");
        reader.setDaemon(true);
        reader.start();
    }

    private void reloadWatched() {
        try {
            reload();
        } catch (RuntimeException e) {
            LOG.warn("tls: the changed files are not taken over, the old certificates stay: {}", e.getMessage());
        } finally {
            reading.set(false);
        }
    }
}
