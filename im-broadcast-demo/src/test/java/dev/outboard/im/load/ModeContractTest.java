package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every mode promises, on each codec, over real sockets. The load checks every delivery: content, duplicates, order
 * where the mode promises it, and that everybody who was offered a message turns up in the books. What is not given back
 * fails the test by the build's leak check.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("modesAndCodecs")
class ModeContractTest {
    private static final int CONNECTIONS = 40;
    private static final int GROUPS = 4;
    private static final int GROUP_SIZE = 20;
    private static final int STALLED = 4;
    private static final int OUTBOUND_BYTES = 16 << 10;
    private static final Duration WINDOW = Duration.ofMillis(250);
    /** Enough to fill what sockets hold, and to go on behind connections that close, on a busy machine, too. */
    private static final Duration LONG_WINDOW = Duration.ofMillis(800);

    private final String mode;
    private final String codec;

    ModeContractTest(String mode, String codec) {
        this.mode = mode;
        this.codec = codec;
    }

    static Stream<Arguments> modesAndCodecs() {
        return ImServerOptions.MODES.stream()
                .flatMap(mode -> Stream.of("safe", "unsafe").map(codec -> Arguments.of(mode, codec)));
    }

    @BeforeEach
    void skipWhereItDoesNotRun() {
        assumeTrue(
                Runtime.version().feature() >= 21 || !mode.equals("per-recipient-virtual"),
                "virtual threads come with JDK 21");
    }

    @Test
    void everyRecipient_isAccountedFor_once_andInOrderWhereThatIsPromised() {
        LoadReport report = run(240, 0, 0);
        assertThat(report.violations()).isEmpty();
        assertThat(report.books().delivered())
                .isEqualTo(report.books().offered())
                .isEqualTo(report.published().taken() * GROUP_SIZE)
                .isPositive();
        assertThat(report.server().mode()).isEqualTo(mode);
        assertThat(report.server().codec()).isEqualTo(codec);
        assertThat(report.server().isolated()).isEqualTo(isIsolated());
        assertThat(report.server().lostFrames()).isZero();
        // What is left is the frame of the call that asked.
        assertThat(report.memory().ledgerUsedAfter()).isLessThan(4_096);
        if (!report.server().ordered()) {
            System.out.printf(
                    "%s, %s: %d of %d deliveries out of order%n",
                    mode, codec, report.faults().reordered(), report.books().delivered());
        }
    }

    @Test
    void connectionsThatCloseOnTheWay_areAccountedFor() {
        LoadReport report = run(240, 10, 0);
        assertThat(report.violations()).isEmpty();
        Books books = report.books();
        assertThat(books.offline() + books.lostInTransit()).isPositive();
        assertThat(books.delivered()).isLessThan(books.offered());
    }

    @Test
    void membersWhoDoNotRead_areAccountedFor_andHoldUpNobodyWhereThatIsPromised() {
        LoadReport report = run(4_000, 0, STALLED);
        assertThat(report.violations()).isEmpty();
        if (isIsolated()) {
            // More was sent than those who do not read can hold, and a push that waits for them waits for ever.
            assertThat(report.books().slowConsumer()).isPositive();
        } else {
            System.out.printf(
                    "%s, %s: %d messages in the time in which members who do not read held them up%n",
                    mode, codec, report.published().taken());
        }
    }

    @Test
    void server_thatEndsWithMessagesUnderWay_givesEverythingBack() throws InterruptedException {
        CountDownLatch flowing = new CountDownLatch(1);
        AtomicInteger lines = new AtomicInteger();
        ImServer server = ImServer.start(serverOptions());
        Thread load = new Thread(() -> {
            try {
                LoadRun.run(options(server.port(), 240, 0, 0), line -> {
                    // The fourth one comes with the first second of messages.
                    if (lines.incrementAndGet() == 3) {
                        flowing.countDown();
                    }
                });
            } catch (LoadException e) {
                flowing.countDown(); // the server has gone, as it should have
            }
        });
        load.start();
        assertThat(flowing.await(30, TimeUnit.SECONDS)).isTrue();
        server.close();
        load.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(load.isAlive()).isFalse();
        assertThat(server.ledger().usedBytes()).isZero();
        assertThat(server.ledger().lostFrames()).isZero();
    }

    private LoadReport run(int textChars, int disconnects, int stalled) {
        try (ImServer server = ImServer.start(serverOptions())) {
            LoadReport report = LoadRun.run(options(server.port(), textChars, disconnects, stalled), line -> {});
            server.drain(Duration.ofSeconds(10));
            return report;
        }
    }

    private LoadOptions options(int port, int textChars, int disconnects, int stalled) {
        return new LoadOptions(
                "127.0.0.1",
                port,
                CONNECTIONS,
                GROUPS,
                GROUP_SIZE,
                3,
                6,
                0,
                textChars,
                Duration.ofMillis(50),
                stalled > 0 || disconnects > 0 ? LONG_WINDOW : WINDOW,
                Duration.ofSeconds(30),
                disconnects,
                stalled,
                3,
                2,
                codec,
                "auto",
                8 << 10);
    }

    /** Said here once more, so that a mode that takes its promise back is noticed. */
    private boolean isIsolated() {
        return !mode.equals("pool-blocking");
    }

    private ImServerOptions serverOptions() {
        return new ImServerOptions(
                "127.0.0.1",
                0,
                mode,
                codec,
                "auto",
                2,
                2,
                4,
                1_024,
                OUTBOUND_BYTES,
                16 << 10,
                0,
                isIsolated() ? Duration.ofMinutes(10) : Duration.ofMillis(500));
    }
}
