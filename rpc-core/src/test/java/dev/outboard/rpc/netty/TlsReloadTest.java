package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Connection;
import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.TlsOptions.Engine;
import dev.outboard.rpc.TlsStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates that change under a running server: on real sockets, on either engine. */
@ParameterizedClass
@EnumSource(names = {"JDK", "OPENSSL"})
final class TlsReloadTest {
    private final Engine engine;

    @TempDir
    private Path folder;

    TlsReloadTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void install() throws IOException {
        Throwable cause = TlsEngines.unavailabilityCause(engine);
        Assumptions.assumeTrue(cause == null, () -> engine + ": " + cause);
        install("server-a", "server-a.key");
    }

    @Test
    void reload_isForNewConnections_andOldOnesGoOn() throws Exception {
        try (Pair pair = pair(files())) {
            install("server-b", "server-b.key");
            pair.server.reloadTls();
            Connection later = pair.client.connect(pair.server.address());
            assertThat(subject(later)).isEqualTo("CN=server-b");
            assertThat(subject(pair.connection)).isEqualTo("CN=server-a");
            assertThat(pair.call(Echo.ON_WORKERS, Echo.number(7)).reply()).startsWith(7);
            assertThat(pair.server.tlsStats()).isEqualTo(new TlsStats(1, 0));
        }
    }

    @Test
    void reload_ofBadFiles_throwsAndChangesNothing() throws Exception {
        try (Pair pair = pair(files())) {
            assertReloadFails(pair, "expired", "server-a.key", "valid today");
            assertReloadFails(pair, "server-b", "server-a.key", "certificate's algorithm");
            assertReloadFails(pair, "elsewhere", "server-a.key", "another key");
            assertReloadFails(pair, "server-a.key", "server-a.key", "BEGIN CERTIFICATE");
            Files.delete(chain());
            assertThatThrownBy(pair.server::reloadTls).hasMessageContaining("NoSuchFileException");
            assertThat(pair.server.tlsStats()).isEqualTo(new TlsStats(0, 5));
            assertThat(subject(pair.client.connect(pair.server.address()))).isEqualTo("CN=server-a");
        }
    }

    @Test
    void watchedFiles_areTakenOverWhenTheyChange() throws Exception {
        try (Pair pair = pair(files().watchFiles(Duration.ofMillis(5)))) {
            install("server-b", "server-b.key");
            Await.until(
                    "reload",
                    () -> subject(pair.client.connect(pair.server.address())).equals("CN=server-b"));
            assertThat(pair.server.tlsStats().reloads()).isPositive();
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(7)).reply()).startsWith(7);
        }
    }

    @Test
    void watchedFile_thatIsBad_isPassedOverAndCountedUntilItIsGood() throws Exception {
        try (Pair pair = pair(files().watchFiles(Duration.ofMillis(5)))) {
            Files.writeString(chain(), "-----BEGIN CERTIFICATE-----\nMIIB");
            Await.until("failure", () -> pair.server.tlsStats().failedReloads() > 0);
            assertThat(subject(pair.client.connect(pair.server.address()))).isEqualTo("CN=server-a");
            install("server-b", "server-b.key");
            Await.until("reload", () -> pair.server.tlsStats().reloads() > 0);
            assertThat(subject(pair.client.connect(pair.server.address()))).isEqualTo("CN=server-b");
        }
    }

    @Test
    void client_reloadsItsTrust() throws Exception {
        Path trust = folder.resolve("trust.pem");
        Files.copy(TestTls.file("ca"), trust);
        TlsOptions client = TlsOptions.builder()
                .trust(trust)
                .serverName("localhost")
                .engine(engine)
                .build();
        try (Pair pair = new Pair(
                Variant.EPOLL_UNSAFE,
                server -> server.tls(files().engine(engine).build()),
                builder -> builder.tls(client))) {
            Files.copy(TestTls.file("other-ca"), trust, StandardCopyOption.REPLACE_EXISTING);
            pair.client.reloadTls();
            assertThatThrownBy(() -> pair.client.connect(pair.server.address())).hasMessageContaining("tls");
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(7)).reply()).startsWith(7);
        }
    }

    @Test
    void badFiles_atTheStart_areToldThere() throws Exception {
        install("expired", "server-a.key");
        RpcServerBuilder builder = Variant.NIO_SAFE.server().tls(files().build());
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chain.pem");
    }

    @Test
    void reload_withoutTls_isRefused() {
        try (Pair pair = new Pair(Variant.NIO_SAFE)) {
            assertThatThrownBy(pair.server::reloadTls).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(pair.client::reloadTls).isInstanceOf(IllegalStateException.class);
        }
    }

    private void assertReloadFails(Pair pair, String certificate, String key, String message) throws IOException {
        install(certificate, key);
        assertThatThrownBy(pair.server::reloadTls)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private Pair pair(TlsOptions.Builder server) {
        return new Pair(
                Variant.EPOLL_UNSAFE,
                builder -> builder.tls(server.engine(engine).build()),
                builder -> builder.tls(
                        TestTls.client().serverName("localhost").engine(engine).build()));
    }

    private TlsOptions.Builder files() {
        return TlsOptions.builder().identity(chain(), folder.resolve("key.pem"));
    }

    private Path chain() {
        return folder.resolve("chain.pem");
    }

    /** As certificate tools do it: each file is whole at any time, the two of them are not. */
    private void install(String certificate, String key) throws IOException {
        replace(TestTls.file(certificate), chain());
        replace(TestTls.file(key), folder.resolve("key.pem"));
    }

    private void replace(Path from, Path to) throws IOException {
        Path beside = folder.resolve("new");
        Files.copy(from, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String subject(Connection connection) {
        return connection.peerCertificates().get(0).getSubjectX500Principal().getName();
    }
}
