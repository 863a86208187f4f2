package dev.outboard.im.load;

import dev.outboard.im.auth.Claims;
import dev.outboard.im.auth.GroupSet;
import dev.outboard.im.auth.Tokens;
import dev.outboard.im.client.ServerAddress;
import dev.outboard.rpc.TlsOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a load goes about it, beside {@link LoadOptions}. Immutable.
 *
 * @param servers where to connect to; empty for the options' host and port
 * @param tls how connections are encrypted; null for not at all
 * @param tokens signs a token for every user; null for none
 * @param shape of the groups
 * @param rampPerSecond connections made a second; 0 for as fast as that goes
 * @param slow connections that read slowly, until the window is over
 * @param slowBytesPerSecond how fast each of them reads
 * @param churnPerSecond connections that are ended and made again, a second
 * @param log what is replayed; null for nothing
 * @param speed how many times as fast it is replayed
 */
public record LoadTerms(
        List<ServerAddress> servers,
        @Nullable TlsOptions tls,
        @Nullable Tokens tokens,
        Shape shape,
        double rampPerSecond,
        int slow,
        int slowBytesPerSecond,
        double churnPerSecond,
        @Nullable ChatLog log,
        double speed) {
    private static final Duration LAST_MOMENT = Duration.ofMillis(500);
    private static final long TOKEN_SECONDS = 24 * 3_600;

    /** Refuses values outside their ranges. */
    public LoadTerms {
        servers = List.copyOf(servers);
        check("ramp", rampPerSecond, 0, 1e6);
        check("churn", churnPerSecond, 0, 1e5);
        check("slow: bytes per second", slow == 0 ? 1 : slowBytesPerSecond, 1, 1 << 30);
        check("speed", speed, 0.001, 1_000);
    }

    /** Nothing out of the ordinary. */
    public static LoadTerms plain() {
        return new LoadTerms(List.of(), null, null, Shape.EVEN, 0, 0, 0, 0, null, 1);
    }

    /** Encrypted like that; null for not at all. */
    public LoadTerms withTls(@Nullable TlsOptions other) {
        return new LoadTerms(
                servers, other, tokens, shape, rampPerSecond, slow, slowBytesPerSecond, churnPerSecond, log, speed);
    }

    /** With tokens for everybody; null for none. */
    public LoadTerms withTokens(@Nullable Tokens other) {
        return new LoadTerms(
                servers, tls, other, shape, rampPerSecond, slow, slowBytesPerSecond, churnPerSecond, log, speed);
    }

    /** With groups of another shape. */
    public LoadTerms withShape(Shape other) {
        return new LoadTerms(
                servers, tls, tokens, other, rampPerSecond, slow, slowBytesPerSecond, churnPerSecond, log, speed);
    }

    /** With so many connections made a second. */
    public LoadTerms withRamp(double perSecond) {
        return new LoadTerms(
                servers, tls, tokens, shape, perSecond, slow, slowBytesPerSecond, churnPerSecond, log, speed);
    }

    /** With slow readers. */
    public LoadTerms withSlow(int connections, int bytesPerSecond) {
        return new LoadTerms(
                servers, tls, tokens, shape, rampPerSecond, connections, bytesPerSecond, churnPerSecond, log, speed);
    }

    /** With connections that come and go. */
    public LoadTerms withChurn(double perSecond) {
        return new LoadTerms(
                servers, tls, tokens, shape, rampPerSecond, slow, slowBytesPerSecond, perSecond, log, speed);
    }

    /** Over these servers. */
    public LoadTerms withServers(List<ServerAddress> others) {
        return new LoadTerms(
                others, tls, tokens, shape, rampPerSecond, slow, slowBytesPerSecond, churnPerSecond, log, speed);
    }

    /**
     * Replaying a file, so many times as fast.
     *
     * @throws IllegalArgumentException for one that cannot be used
     */
    public LoadTerms withReplay(Path file, double times) {
        return new LoadTerms(
                servers,
                tls,
                tokens,
                shape,
                rampPerSecond,
                slow,
                slowBytesPerSecond,
                churnPerSecond,
                ChatLog.read(file),
                times);
    }

    /** Who is in which group. {@code run} tells this run's users and groups from those of others. */
    Population population(LoadOptions options, int run) {
        if (log != null) {
            return Population.of(log, options.connections(), options.groupSize(), options.seed(), run);
        }
        int[] sizes = shape.sizes(options.connections(), options.groups(), options.groupSize());
        return new Population(options.connections(), sizes, options.seed(), run);
    }

    /** Groups and pace, in words. */
    String describe(LoadOptions options, Population population) {
        IntSummaryStatistics sizes = population.sizes();
        String range = sizes.getMin() == sizes.getMax() ? "" : sizes.getMin() + " to ";
        return String.format(
                Locale.ROOT, "%,d groups of %s%d, %s", population.groups(), range, sizes.getMax(), pace(options));
    }

    private String pace(LoadOptions options) {
        if (log != null) {
            return String.format(
                    Locale.ROOT,
                    "replay of %,d messages, %s times as fast",
                    log.lines().size(),
                    speed);
        }
        String text = options.textChars() + " characters, ";
        return options.isOpenLoop()
                ? text + String.format(Locale.ROOT, "open loop, %.0f messages/s", options.ratePerSecond())
                : text + "closed loop, " + options.outstanding() + " messages under way";
    }

    /** How long a replay takes, with a moment for its last message. */
    public Optional<Duration> replayLength() {
        return log == null
                ? Optional.empty()
                : Optional.of(
                        Duration.ofMillis((long) (log.lengthMillis() / speed)).plus(LAST_MOMENT));
    }

    /** What the messages say. */
    Texts texts(LoadOptions options) {
        return log != null ? new LoggedTexts(log) : new Content(options.seed(), options.textChars());
    }

    /** Whose turn it is. */
    Turns turns(LoadOptions options, Population population) {
        if (log != null) {
            return Turns.of(log, population);
        }
        return shape.kind() == Shape.Kind.ZIPF
                ? Turns.bySize(population, options.publishers(), options.seed())
                : Turns.even(population.groups(), options.publishers());
    }

    /** When messages are sent. */
    Pace pace(LoadOptions options, Sender sender) {
        if (log != null) {
            return new OpenLoop(sender, Schedule.of(log, speed));
        }
        return options.isOpenLoop()
                ? new OpenLoop(sender, options.ratePerSecond())
                : new ClosedLoop(sender, options.outstanding());
    }

    /** What a user shows to be let in: a token for all groups, or nothing. */
    Supplier<byte[]> credentials(long userId) {
        Tokens signer = tokens;
        if (signer == null) {
            return () -> new byte[0];
        }
        return () -> {
            long expiry = System.currentTimeMillis() / 1_000 + TOKEN_SECONDS;
            return signer.sign(new Claims(userId, expiry, GroupSet.ALL, GroupSet.ALL, true))
                    .getBytes(StandardCharsets.US_ASCII);
        };
    }

    private static void check(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
