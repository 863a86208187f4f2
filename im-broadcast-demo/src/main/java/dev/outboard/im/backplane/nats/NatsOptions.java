package dev.outboard.im.backplane.nats;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node uses NATS. Immutable.
 *
 * @param servers addresses as jnats takes them, {@code nats://user:password@host:port} or {@code tls://...}; at least one
 * @param credentials a file of credentials, or null for what stands in the addresses
 * @param node the node's name, which NATS shows
 * @param prefix what the stream and all subjects begin with, 1 to 32 letters, digits, dashes; nodes with one prefix share
 *     their groups
 * @param memory whether NATS keeps the stream in its memory instead of its files
 * @param streamBytes what the stream may have, 1 MiB to 1 TiB; the oldest records go first
 * @param age how long records are kept and worth reading at the start, 1 s to 365 days
 * @param idWindow how long NATS remembers the ids of records, up to {@code age}
 * @param queueBytes what may wait for NATS, 64 KiB to 1 GiB
 * @param startTimeout how long the start may take until all that is kept was read
 */
public record NatsOptions(
        List<String> servers,
        @Nullable Path credentials,
        String node,
        String prefix,
        boolean memory,
        long streamBytes,
        Duration age,
        Duration idWindow,
        long queueBytes,
        Duration startTimeout) {
    /** Refuses values outside their ranges. */
    public NatsOptions {
        servers = List.copyOf(servers);
        check(!servers.isEmpty(), "backplane: no address (expected: nats://HOST:PORT)");
        for (String server : servers) {
            check(
                    server.startsWith("nats://") || server.startsWith("tls://"),
                    "backplane: an address of another kind (expected: nats://HOST:PORT or tls://HOST:PORT)");
        }
        check(
                prefix.matches("[A-Za-z0-9-]{1,32}"),
                "nats-prefix: " + prefix + " (expected: 1 to 32 letters, digits, dashes)");
        check("nats-stream: bytes", streamBytes, 1 << 20, 1L << 40);
        check("nats-queue: bytes", queueBytes, 64 << 10, 1L << 30);
        check("history-age: ms", age.toMillis(), 1_000, Duration.ofDays(365).toMillis());
        check("nats-wait: ms", startTimeout.toMillis(), 1, Integer.MAX_VALUE);
        idWindow = idWindow.compareTo(age) > 0 ? age : idWindow;
    }

    /** What the stream is called. */
    String stream() {
        return prefix;
    }

    /** The subject of records that belong to {@code target}. */
    String subject(String target) {
        return prefix + ".r." + target;
    }

    /** The subjects of all records. */
    String subjects() {
        return prefix + ".r.>";
    }

    /** The subject of signals. */
    String signals() {
        return prefix + ".s";
    }

    private static void check(String name, long value, long min, long max) {
        check(value >= min && value <= max, name + ": " + value + " (expected: " + min + " to " + max + ")");
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
