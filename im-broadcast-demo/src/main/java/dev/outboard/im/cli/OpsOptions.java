package dev.outboard.im.cli;

import dev.outboard.im.server.ChatLimits;
import dev.outboard.im.server.ImWiring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve} that are about running it, not about what it does. */
final class OpsOptions {
    /** The settings that may change while the server runs. Each belongs to a part that {@link Operations} adds. */
    static final Set<String> LIVE = Set.of(
            "max-text-bytes",
            "max-name-bytes",
            "max-mentions",
            "max-users",
            "max-groups",
            "max-groups-per-user",
            "log-level");

    private static final ChatLimits CHAT = ChatLimits.defaults();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Properties file with these options, without their dashes. The environment (OUTBOARD_IM_PORT and"
                            + " so on) and the command line go before it. It is watched: what is marked live changes at once.")
    @Nullable
    Path config;

    @Option(names = "--print-config", description = "Prints what is in force and where it is from, and ends.")
    boolean printConfig;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Other defaults: none, or edge for a box of 512 MB.")
    String profile = "none";

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description =
                    "Port for /health, /ready, /metrics and /config over HTTP; 0 takes any that is free, -1 has none.")
    int adminPort = -1;

    @Option(names = "--admin-host", paramLabel = "ADDRESS", description = "Address for that.")
    String adminHost = "127.0.0.1";

    @Option(
            names = {"--drain-timeout", "--grace"},
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long the end may take.")
    Duration drainTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--reconnect-to",
            paramLabel = "ADDRESSES",
            description = "Where clients are told to go when this server drains: HOST:PORT, with commas between.")
    String reconnectTo = "";

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "text or json, a line for each event.")
    String logFormat = "text";

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "error, warn, info, debug or trace.")
    String logLevel = "info";

    @Option(names = "--max-connections", paramLabel = "N", description = "Connections at a time.")
    int maxConnections = ImWiring.MAX_CONNECTIONS;

    @Option(names = "--max-text-bytes", paramLabel = "N", description = "The longest text of a message.")
    int maxTextBytes = CHAT.textBytes();

    @Option(names = "--max-name-bytes", paramLabel = "N", description = "The longest name of a user.")
    int maxNameBytes = CHAT.nameBytes();

    @Option(names = "--max-mentions", paramLabel = "N", description = "Users that a message may mention.")
    int maxMentions = CHAT.mentions();

    @Option(names = "--max-users", paramLabel = "N", description = "Users known, with or without a connection.")
    int maxUsers = CHAT.users();

    @Option(names = "--max-groups", paramLabel = "N", description = "Groups with members.")
    int maxGroups = CHAT.groups();

    @Option(names = "--max-groups-per-user", paramLabel = "N", description = "Memberships of one user.")
    int maxGroupsPerUser = CHAT.groupsPerUser();
}
