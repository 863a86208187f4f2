package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.auth.Secrets;
import dev.outboard.im.auth.Tokens;
import dev.outboard.im.chat.DropPolicy;
import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads out of the ordinary over real sockets: users who recover, readers who are slow, tokens, logs. */
class RoamRunTest {
    private static final Secrets SECRETS = Secrets.of(List.of("a secret that is only for these tests, and long"));

    @Test
    void connectionsThatComeAndGo_loseNothing_andGetNothingTwice() {
        try (ImServer server = ImServer.start(serverOptions(64 << 10), ChatOptions.defaults())) {
            RoamReport report =
                    RoamRun.run(options(server, 300, 0), LoadTerms.plain().withChurn(200), line -> {});
            assertThat(report.violations()).isEmpty();
            assertThat(report.cuts()).isPositive();
            assertThat(report.recovery().connects()).isGreaterThan(20);
            assertThat(report.recovery().recovered()).isPositive();
            assertThat(report.deliveries()).isEqualTo(report.acknowledged() * 10);
        }
    }

    @Test
    void closedLoop_withTokens_goesOnAsMessagesArriveEverywhere() {
        ChatOptions closed = ChatOptions.defaults().withSecrets(SECRETS);
        try (ImServer server = ImServer.start(serverOptions(64 << 10), closed)) {
            LoadTerms terms = LoadTerms.plain().withTokens(new Tokens(SECRETS)).withShape(Shape.of("zipf:1"));
            RoamReport report = RoamRun.run(options(server, 0, 4), terms, line -> {});
            assertThat(report.violations()).isEmpty();
            assertThat(report.complete()).isGreaterThan(4);
            assertThatThrownBy(() -> RoamRun.run(options(server, 0, 4), LoadTerms.plain(), line -> {}))
                    .isInstanceOf(LoadException.class);
        }
    }

    @Test
    void readersWhoAreSlow_recoverWhatWasDropped() {
        ChatOptions dropping = ChatOptions.defaults().withSlowConsumer(DropPolicy.DROP_OLDEST, 16 << 10);
        try (ImServer server = ImServer.start(serverOptions(8 << 10), dropping)) {
            LoadOptions heavy = new LoadOptions(
                    "127.0.0.1",
                    server.port(),
                    20,
                    2,
                    10,
                    2,
                    0,
                    100,
                    4_000,
                    Duration.ofMillis(50),
                    Duration.ofMillis(400),
                    Duration.ofSeconds(30),
                    0,
                    0,
                    3,
                    1,
                    "safe",
                    "auto",
                    8 << 10);
            RoamReport report = RoamRun.run(heavy, LoadTerms.plain().withSlow(2, 2_000), line -> {});
            assertThat(report.violations()).isEmpty();
            assertThat(report.recovery().filled()).isPositive();
        }
    }

    @Test
    void load_withTokensAndSlowReaders_balancesItsBooks() {
        ChatOptions closed = ChatOptions.defaults().withSecrets(SECRETS);
        try (ImServer server = ImServer.start(serverOptions(64 << 10), closed)) {
            LoadTerms terms = LoadTerms.plain()
                    .withTokens(new Tokens(SECRETS))
                    .withSlow(2, 20_000)
                    .withRamp(1_000)
                    .withShape(Shape.of("one-huge"));
            LoadReport report = LoadRun.run(options(server, 100, 0), terms, line -> {});
            assertThat(report.violations()).isEmpty();
            assertThat(report.books().offered()).isEqualTo(report.published().taken() * 20);
        }
    }

    @Test
    void replay_sendsTheLog_andChecksItsTexts(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("log"), "0\tred\tanna\thello\n300\tred\tbo\twho is there?\n600\tblue\tbo\tж\n");
        try (ImServer server = ImServer.start(serverOptions(64 << 10), ChatOptions.defaults())) {
            LoadTerms terms = LoadTerms.plain().withReplay(file, 10);
            LoadOptions options =
                    options(server, 1, 0).lasting(terms.replayLength().orElseThrow());
            LoadReport report = LoadRun.run(options, terms, line -> {});
            assertThat(report.violations()).isEmpty();
            assertThat(report.published().taken()).isEqualTo(3);
            assertThat(report.books().delivered()).isEqualTo(30);
            assertThat(RoamRun.run(options, terms, line -> {}).complete()).isEqualTo(3);
        }
    }

    private static LoadOptions options(ImServer server, double rate, int outstanding) {
        return new LoadOptions(
                "127.0.0.1",
                server.port(),
                20,
                3,
                10,
                2,
                outstanding,
                rate,
                100,
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofSeconds(30),
                0,
                0,
                3,
                2,
                "safe",
                "auto",
                8 << 10);
    }

    private static ImServerOptions serverOptions(int outboundBytes) {
        return new ImServerOptions(
                "127.0.0.1",
                0,
                "pool",
                "safe",
                "auto",
                1,
                2,
                2,
                1_024,
                outboundBytes,
                8 << 10,
                0,
                Duration.ofSeconds(5));
    }
}
