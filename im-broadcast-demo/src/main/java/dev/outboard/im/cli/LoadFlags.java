package dev.outboard.im.cli;

import dev.outboard.im.auth.Secrets;
import dev.outboard.im.auth.Tokens;
import dev.outboard.im.client.ServerAddress;
import dev.outboard.im.load.LoadOptions;
import dev.outboard.im.load.LoadTerms;
import dev.outboard.im.load.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code load} that say how it goes about it. */
final class LoadFlags {
    private static final Pattern SLOW = Pattern.compile("(\\d+%?)@(\\d+)");

    @Option(
            names = "--connect",
            paramLabel = "A:P,B:P",
            description =
                    "Servers, in the place of --host and --port. Users are spread over them, and go to another one where"
                            + " one fails or asks them to (with --recover).")
    private @Nullable String connect;

    @Option(
            names = "--recover",
            description =
                    "Users who stay: they connect again, recover what they missed, and send again what has no answer."
                            + " Checked is that every acknowledged message reaches every member, once and in order.")
    private boolean recover;

    @Option(
            names = "--churn",
            paramLabel = "N",
            description = "Connections that are ended and made again, a second; with --recover, which it implies.")
    private double churn;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "The server's secrets: every user shows a token of its own.")
    private @Nullable Path secrets;

    @Option(names = "--ramp", paramLabel = "N", description = "Connections made a second; 0 for as fast as it goes.")
    private double ramp;

    @Option(
            names = "--shape",
            paramLabel = "SHAPE",
            description =
                    "even (--groups of --group-size), many-small (of ten, everybody in two), few-large (four of half of"
                            + " all), one-huge (all), zipf:S (--groups, the largest of all).")
    private String shape = "even";

    @Option(
            names = "--slow",
            paramLabel = "N%@BYTES",
            description = "Connections that read so many bytes a second until the window is over: 5%%@2000.")
    private @Nullable String slow;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "Replays a log of a chat: millis, group, user and text, with tabs between; the window is its length.")
    private @Nullable Path replay;

    @Option(names = "--speed", paramLabel = "N", description = "How many times as fast.")
    private double speed = 1;

    @Option(
            names = "--void-ok",
            description = "Ends with 0 also where the load was its own bottleneck and the figures are void.")
    private boolean voidOk;

    /** Whether users stay. */
    boolean recovers() {
        return recover || churn > 0;
    }

    /** Whether groups are as many and as large as other flags say. */
    boolean drawsGroups() {
        return replay == null && shape.equals("even");
    }

    /** As the flags say. */
    LoadTerms terms(int connections) {
        LoadTerms terms = LoadTerms.plain()
                .withShape(Shape.of(shape))
                .withRamp(ramp)
                .withChurn(churn)
                .withTokens(secrets == null ? null : tokens(secrets));
        if (slow != null) {
            terms = slow(terms, slow, connections);
        }
        if (connect != null) {
            terms = terms.withServers(ServerAddress.list("connect", connect));
        }
        return replay == null ? terms : terms.withReplay(replay, speed);
    }

    /** The options, as far as these flags change them. */
    LoadOptions options(LoadOptions options, LoadTerms terms) {
        List<ServerAddress> servers = terms.servers();
        if (!recovers() && servers.size() > 1) {
            throw new IllegalArgumentException(
                    "connect: " + servers.size() + " servers (expected: 1 without --recover)");
        }
        LoadOptions changed = servers.isEmpty()
                ? options
                : options.at(servers.get(0).host(), servers.get(0).port());
        return terms.replayLength().map(changed::lasting).orElse(changed);
    }

    /** 0 where all is well. */
    int exitCode(boolean ok, boolean isVoid) {
        return ok && (voidOk || !isVoid) ? 0 : ImCommand.CHECK_FAILED;
    }

    private static LoadTerms slow(LoadTerms terms, String text, int connections) {
        Matcher matcher = SLOW.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("slow: " + text + " (expected: like 5%@2000)");
        }
        try {
            return terms.withSlow(
                    LoadOptions.countOf("slow", matcher.group(1), connections), Integer.parseInt(matcher.group(2)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("slow: " + text + " (expected: like 5%@2000)", e);
        }
    }

    private static Tokens tokens(Path file) {
        try {
            return new Tokens(Secrets.read(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("tokens: cannot be read: " + e, e);
        }
    }
}
