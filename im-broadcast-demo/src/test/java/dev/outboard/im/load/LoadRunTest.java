package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs over real sockets, server and load in one JVM. */
class LoadRunTest {
    private static final int CONNECTIONS = 40;
    private static final int GROUP_SIZE = 20;

    @ParameterizedTest
    @CsvSource({"pool, safe", "pool, unsafe", "per-recipient, safe", "per-recipient, unsafe"})
    void closedLoop_balancesItsBooks_andKeepsTheModesGuarantees(String mode, String codec) {
        LoadReport report = run(mode, codec, 6, 0, 0);
        assertThat(report.violations()).isEmpty();
        assertThat(report.books().delivered())
                .isEqualTo(report.books().offered())
                .isPositive();
        assertThat(report.books().offered()).isEqualTo(report.published().taken() * GROUP_SIZE);
        assertThat(report.server().mode()).isEqualTo(mode);
        assertThat(report.server().codec()).isEqualTo(codec);
        assertThat(report.server().ordered()).isEqualTo(mode.equals("pool"));
        assertThat(report.goodput().deliveriesPerSecond()).isPositive();
        assertThat(report.latency().count()).isPositive();
        assertThat(report.server().lostFrames()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"pool", "per-recipient"})
    void openLoop_sendsAtItsRate(String mode) {
        LoadReport report = run(mode, "safe", 0, 200, 0);
        assertThat(report.violations()).isEmpty();
        assertThat(report.published().taken()).isEqualTo(report.published().sent());
        // 200 messages are intended in the second of the window, or 199 or 201 as it begins between two of them.
        assertThat(report.latency().count()).isBetween(199L * GROUP_SIZE, 201L * GROUP_SIZE);
    }

    @ParameterizedTest
    @CsvSource({"pool", "per-recipient"})
    void connectionsThatCloseOnTheWay_areAccountedFor(String mode) {
        LoadReport report = run(mode, "safe", 6, 0, 10);
        assertThat(report.violations()).isEmpty();
        LoadReport.Published published = report.published();
        assertThat(published.sent()).isPositive();
        Books books = report.books();
        assertThat(books.offline() + books.lostInTransit()).isPositive();
        assertThat(books.delivered()).isLessThan(books.offered());
        assertThat(books.missing()).isZero();
    }

    @Test
    void serverMemory_isBackAfterTheLoad() {
        LoadReport report = run("pool", "safe", 6, 0, 0);
        // What is left is the frame of the call that asked.
        assertThat(report.memory().ledgerUsedAfter()).isLessThan(4_096);
        assertThat(report.server().connections()).isEqualTo(CONNECTIONS + 1);
    }

    @Test
    void serverThatIsNotThere_isSaidInOneLine() {
        LoadOptions nobody = options(1, "safe", 6, 0, 0);
        assertThatThrownBy(() -> LoadRun.run(nobody, line -> {}))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageNotContaining("\n");
    }

    @Test
    void phases_areReported() {
        List<String> lines = new ArrayList<>();
        try (ImServer server = ImServer.start(serverOptions("pool", "safe"))) {
            LoadRun.run(options(server.port(), "safe", 2, 0, 0), lines::add);
        }
        assertThat(lines.get(0)).startsWith("connecting 40 users to 127.0.0.1:");
        assertThat(lines.get(1)).isEqualTo("joining 4 groups of 20, 80 memberships");
        assertThat(lines).anyMatch(line -> line.matches("[0-9,]+ deliveries, [0-9,]+ messages"));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("leaving the groups");
    }

    private static LoadReport run(String mode, String codec, int outstanding, double rate, int disconnects) {
        try (ImServer server = ImServer.start(serverOptions(mode, codec))) {
            LoadReport report = LoadRun.run(options(server.port(), codec, outstanding, rate, disconnects), line -> {});
            server.drain(Duration.ofSeconds(10));
            return report;
        }
    }

    private static LoadOptions options(int port, String codec, int outstanding, double rate, int disconnects) {
        return new LoadOptions(
                "127.0.0.1",
                port,
                CONNECTIONS,
                4,
                GROUP_SIZE,
                3,
                outstanding,
                rate,
                240,
                Duration.ofMillis(100),
                rate > 0 ? Duration.ofSeconds(1) : Duration.ofMillis(300),
                Duration.ofSeconds(30),
                disconnects,
                0,
                3,
                2,
                codec,
                "auto",
                8 << 10);
    }

    private static ImServerOptions serverOptions(String mode, String codec) {
        return new ImServerOptions(
                "127.0.0.1", 0, mode, codec, "auto", 2, 2, 4, 1_024, 256 << 10, 16 << 10, 0, Duration.ofSeconds(5));
    }
}
