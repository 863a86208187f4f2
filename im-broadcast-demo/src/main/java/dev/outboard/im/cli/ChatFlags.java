package dev.outboard.im.cli;

import dev.outboard.im.auth.Secrets;
import dev.outboard.im.chat.DropPolicy;
import dev.outboard.im.chat.HistoryLimits;
import dev.outboard.im.chat.RateLimit;
import dev.outboard.im.server.ChatOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server's flags for what it asks of users and keeps for them. */
final class ChatFlags {
    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "Asks clients for tokens signed with one of these secrets, one a line; without it everybody may"
                            + " be anybody.")
    private @Nullable Path secretFile;

    @Option(names = "--user-rate", paramLabel = "N", description = "Messages a second of one user; 0 sets no limit.")
    private int userRate;

    @Option(names = "--user-burst", paramLabel = "N", description = "How many of them may come at once.")
    private int userBurst = 20;

    @Option(names = "--group-rate", paramLabel = "N", description = "Messages a second to one group; 0 sets no limit.")
    private int groupRate;

    @Option(names = "--group-burst", paramLabel = "N", description = "How many of them may come at once.")
    private int groupBurst = 100;

    @Option(names = "--history", paramLabel = "N", description = "Messages kept of each group; 0 keeps none.")
    private int history = HistoryLimits.defaults().messages();

    @Option(names = "--history-kib", paramLabel = "KIB", description = "Memory for those of one group.")
    private int historyKib = HistoryLimits.defaults().bytes() >> 10;

    @Option(names = "--history-mib", paramLabel = "MIB", description = "Memory for those of all groups.")
    private int historyMib = (int) (HistoryLimits.defaults().totalBytes() >> 20);

    @Option(
            names = "--history-age",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long they are kept.")
    private Duration historyAge = HistoryLimits.defaults().age();

    @Option(
            names = "--slow-consumer",
            paramLabel = "POLICY",
            description = "For connections that do not read: drop-oldest, drop-newest, conflate or disconnect.")
    private String slowConsumer = DropPolicy.DROP_NEWEST.label();

    @Option(
            names = "--backlog-kib",
            paramLabel = "KIB",
            description = "What may wait for one of them besides, with drop-oldest and conflate.")
    private int backlogKib = 256;

    /**
     * The options.
     *
     * @throws IllegalArgumentException for values out of range, or secrets that cannot be used; its message is one line
     */
    ChatOptions options() {
        HistoryLimits pages = HistoryLimits.defaults();
        return ChatOptions.defaults()
                .withSecrets(secrets())
                .withRates(new RateLimit(userRate, userBurst), new RateLimit(groupRate, groupBurst))
                .withHistory(new HistoryLimits(
                        history,
                        checkedShift("history-kib", historyKib, 10, 1 << 20),
                        historyAge,
                        (long) historyMib << 20,
                        pages.pageMessages(),
                        pages.pageBytes()))
                .withSlowConsumer(DropPolicy.of(slowConsumer), checkedShift("backlog-kib", backlogKib, 10, 1 << 20));
    }

    /** Who may come in, in a word: everybody, as whoever he says, or who has a token. */
    String access() {
        return secretFile == null ? "open" : "token";
    }

    private @Nullable Secrets secrets() {
        if (secretFile == null) {
            return null;
        }
        try {
            return Secrets.read(secretFile);
        } catch (IOException e) {
            throw new IllegalArgumentException("secret-file: cannot be read: " + e, e);
        }
    }

    private static int checkedShift(String name, int value, int shift, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to " + most + ")");
        }
        return (int) Math.min(Integer.MAX_VALUE, (long) value << shift);
    }
}
