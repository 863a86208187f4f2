package dev.outboard.im.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a file's changes taken over by a live configuration, on a thread of its own. The file is read again and again: it is small, and
 * a mount, a symlink that is turned, and an editor that writes a new file are then all the same. A change counts when two looks
 * in a row have seen the same bytes, so that a file which is being written is not taken for a short one.
 */
public final class FileWatch implements AutoCloseable {
    /** Two of these and a change is in force: well below a second. */
    public static final Duration INTERVAL = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Path file;
    private final LiveConfiguration configuration;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private byte[] taken;
    private byte[] last;
    private boolean gone;

    private FileWatch(Path file, byte[] first, Duration interval, LiveConfiguration configuration) {
        this.file = file;
        this.configuration = configuration;
        this.taken = first;
        this.last = first;
        this.thread = new Thread(() -> run(interval), "im-config-watch");
        thread.setDaemon(true);
    }

    /**
     * Begins to watch.
     *
     * @param first the file's layer as it was put into the configuration: what differs from it is a change
     * @throws ConfigException where the file cannot be read
     */
    public static FileWatch start(Path file, Layer first, Duration interval, LiveConfiguration configuration) {
        byte[] now;
        try {
            now = PropertiesText.bytes(file);
        } catch (IOException e) {
            throw ConfigException.of("config", file.toString(), "a file that can be read: " + e.getMessage());
        }
        boolean changedSince = !PropertiesText.parse(now, file.toString()).equals(first.values());
        FileWatch watch = new FileWatch(file, changedSince ? new byte[0] : now, interval, configuration);
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Duration interval) {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            LOG.warn("config: {} is not watched any more, interrupted", file);
        }
    }

    private void look() {
        byte[] now;
        try {
            now = PropertiesText.bytes(file);
        } catch (IOException e) {
            if (!gone) {
                gone = true;
                LOG.warn("config: {} cannot be read, what it said stays: {}", file, e.toString());
            }
            return;
        }
        gone = false;
        if (Arrays.equals(now, last) && !Arrays.equals(now, taken)) {
            taken = now;
            take(now);
        }
        last = now;
    }

    private void take(byte[] bytes) {
        Layer layer;
        try {
            layer = new Layer(Source.FILE, file.toString(), PropertiesText.parse(bytes, file.toString()));
        } catch (ConfigException e) {
            configuration.refuse(Source.FILE, String.valueOf(e.getMessage()));
            return;
        }
        try {
            configuration.replace(layer, 0);
        } catch (ConfigException e) {
            LOG.debug("config: {} was refused and noted", file, e);
        } catch (RuntimeException e) {
            // A part that broke its promise; the watch must outlive it.
            LOG.error("config: {} could not be taken over", file, e);
        }
    }
}
