package dev.outboard.im.cli;

import dev.outboard.im.backplane.nats.NatsBackplane;
import dev.outboard.im.backplane.nats.NatsOptions;
import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.Sharing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server's flags for sharing groups with other nodes. */
final class BackplaneFlags {
    private static final String MEMORY = "memory";

    @Option(
            names = "--backplane",
            paramLabel = "WHERE",
            description = "memory for a server alone, or nats://HOST:PORT[,...] to share groups over NATS.")
    private String backplane = MEMORY;

    @Option(names = "--node", paramLabel = "NAME", description = "This node's name, for people.")
    private String node = "node";

    @Option(names = "--nats-creds", paramLabel = "FILE", description = "NATS credentials, where NATS asks for them.")
    private @Nullable Path credentials;

    @Option(
            names = "--nats-prefix",
            paramLabel = "NAME",
            description = "The stream, and what subjects begin with: nodes with one name share their groups.")
    private String prefix = "im";

    @Option(
            names = "--nats-storage",
            paramLabel = "KIND",
            description = "Where NATS keeps a new stream: file or memory.")
    private String storage = "file";

    @Option(names = "--nats-mib", paramLabel = "MIB", description = "What a new stream may have.")
    private int streamMib = 256;

    @Option(
            names = "--nats-queue-mib",
            paramLabel = "MIB",
            description = "Messages that may wait for NATS, in the heap; more are refused.")
    private int queueMib = 64;

    @Option(
            names = "--nats-wait",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long the start may take to read what is kept.")
    private Duration startTimeout = Duration.ofSeconds(30);

    /**
     * With whom groups are shared; null for nobody.
     *
     * @throws IllegalArgumentException for values out of range; its message is one line
     */
    @Nullable
    Sharing sharing(ChatOptions chat) {
        if (backplane.equals(MEMORY)) {
            return null;
        }
        if (!storage.equals("file") && !storage.equals(MEMORY)) {
            throw new IllegalArgumentException("nats-storage: " + storage + " (expected: file or memory)");
        }
        NatsOptions options = new NatsOptions(
                List.of(backplane.split(",")),
                credentials,
                node,
                prefix,
                storage.equals(MEMORY),
                (long) streamMib << 20,
                chat.history().age(),
                chat.keyAge(),
                (long) queueMib << 20,
                startTimeout);
        return new Sharing(new NatsBackplane(options, System::nanoTime), node);
    }
}
