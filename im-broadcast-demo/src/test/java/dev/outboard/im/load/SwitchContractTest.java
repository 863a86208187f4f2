package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import dev.outboard.im.server.ImWiring;
import dev.outboard.im.server.Modes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A server whose mode is switched, again and again, while a load runs: the load checks every delivery as it does for one mode, so nothing may be
 * lost, come twice, or come out of order, and the books have to add up over all modes together.
 */
class SwitchContractTest {
    private static final int CONNECTIONS = 40;
    private static final int GROUPS = 4;
    private static final int GROUP_SIZE = 20;
    private static final List<String> ORDERED = List.of("pool", "event-loop", "pool-encode-each");

    @Test
    void switchesBetweenModesThatKeepOrder_keepOrder_andLoseNothing() throws Exception {
        LoadReport report = run(ORDERED, 0, 0);
        assertThat(report.server().ordered()).isTrue();
        assertThat(report.books().delivered())
                .isEqualTo(report.books().offered())
                .isEqualTo(report.published().taken() * GROUP_SIZE)
                .isPositive();
        assertThat(report.faults().reordered()).isZero();
    }

    @Test
    void switchesBetweenAllModes_loseNothing() throws Exception {
        LoadReport report = run(all(), 0, 0);
        assertThat(report.books().delivered())
                .isEqualTo(report.books().offered())
                .isEqualTo(report.published().taken() * GROUP_SIZE)
                .isPositive();
        assertThat(report.server().lostFrames()).isZero();
    }

    @Test
    void switchesWhileConnectionsClose_keepTheBooks() throws Exception {
        LoadReport report = run(all(), 10, 0);
        Books books = report.books();
        assertThat(books.offline() + books.lostInTransit()).isPositive();
        assertThat(books.delivered()).isLessThan(books.offered());
    }

    @Test
    void switchesWhileSomeDoNotRead_keepTheBooks() throws Exception {
        LoadReport report = run(List.of("pool", "event-loop", "per-recipient"), 0, 4);
        assertThat(report.books().slowConsumer()).isPositive();
    }

    @Test
    void modesThatCannotBeSwitchedTo_areRefused_andTheModeStays() {
        try (ImServer server = server("pool", true)) {
            assertThatThrownBy(() -> server.switchTo("channel-group")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> server.switchTo("nonsense")).isInstanceOf(IllegalArgumentException.class);
            assertThat(server.mode()).isEqualTo("pool");
        }
        try (ImServer server = server("pool", false)) {
            assertThatThrownBy(() -> server.switchTo("event-loop"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("mode: fixed (expected: a server that was started to be switched)");
        }
    }

    private static List<String> all() {
        List<String> modes = new ArrayList<>(ImServer.switchableModes());
        modes.retainAll(Modes.available());
        assertThat(modes)
                .contains("pool", "event-loop", "per-recipient", "queue-unbounded")
                .doesNotContain("channel-group");
        return modes;
    }

    /** Runs a load while the mode goes round, ends in the first one, and checks what every run has to keep. */
    private static LoadReport run(List<String> modes, int disconnects, int stalled) throws Exception {
        try (ImServer server = server(modes.get(0), true)) {
            AtomicBoolean over = new AtomicBoolean();
            CountDownLatch switched = new CountDownLatch(2 * modes.size());
            AtomicReference<RuntimeException> failure = new AtomicReference<>();
            Thread switcher = new Thread(() -> {
                try {
                    for (int i = 1; !over.get(); i++) {
                        server.switchTo(modes.get(i % modes.size()));
                        switched.countDown();
                    }
                    server.switchTo(modes.get(0));
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            });
            switcher.start();
            LoadReport report;
            try {
                report = LoadRun.run(options(server.port(), disconnects, stalled), line -> {});
            } finally {
                over.set(true);
                switcher.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(switched.getCount())
                    .as("switches that were to come still")
                    .isZero();
            assertThat(report.violations()).isEmpty();
            server.drain(Duration.ofSeconds(10));
            assertThat(server.summary()).contains("in-flight(0)");
            return report;
        }
    }

    private static LoadOptions options(int port, int disconnects, int stalled) {
        return new LoadOptions(
                "127.0.0.1",
                port,
                CONNECTIONS,
                GROUPS,
                GROUP_SIZE,
                3,
                6,
                0,
                stalled > 0 ? 4_000 : 240,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                disconnects,
                stalled,
                3,
                2,
                "safe",
                "auto",
                8 << 10);
    }

    private static ImServer server(String mode, boolean switchable) {
        ImServerOptions options = new ImServerOptions(
                "127.0.0.1", 0, mode, "safe", "auto", 2, 2, 4, 1_024, 16 << 10, 16 << 10, 0, Duration.ofMillis(200));
        ImWiring wiring = ImWiring.none().withSwitchable(switchable);
        return ImServer.start(options, ChatOptions.defaults(), wiring);
    }
}
