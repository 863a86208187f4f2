package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Connection;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerListener;
import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.TlsOptions.ClientAuth;
import dev.outboard.rpc.TlsOptions.Engine;
import java.net.SocketException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may talk to whom, on either engine. */
@ParameterizedClass
@EnumSource(names = {"JDK", "OPENSSL"})
final class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Engine engine;

    TlsTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void skipWhereItDoesNotWork() {
        Throwable cause = TlsEngines.unavailabilityCause(engine);
        Assumptions.assumeTrue(cause == null, () -> engine + ": " + cause);
    }

    @Test
    void client_seesTheServersCertificate_andTheServerNone() throws Exception {
        Opened opened = new Opened();
        try (Pair pair = pair(TestTls.server(), TestTls.client(), opened)) {
            assertThat(subject(pair.connection)).isEqualTo("CN=server-a");
            assertThat(opened.connection.get().peerCertificates()).isEmpty();
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(1)).reply()).startsWith(1);
        }
    }

    @Test
    void clientsCertificate_whenRequired_isSeenByTheServer() throws Exception {
        Opened opened = new Opened();
        try (Pair pair = pair(asking(ClientAuth.REQUIRED), TestTls.client("client"), opened)) {
            assertThat(subject(opened.connection.get())).isEqualTo("CN=client");
            assertThat(pair.call(Echo.ON_WORKERS, Echo.number(1)).reply()).startsWith(1);
        }
    }

    @Test
    void clientWithoutCertificate_whenOptional_isTaken() throws Exception {
        Opened opened = new Opened();
        try (Pair pair = pair(asking(ClientAuth.OPTIONAL), TestTls.client(), opened)) {
            assertThat(opened.connection.get().peerCertificates()).isEmpty();
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(1)).reply()).startsWith(1);
        }
    }

    @Test
    void clientWithoutCertificate_whenRequired_isRefused() {
        assertRefused(asking(ClientAuth.REQUIRED), TestTls.client());
    }

    @Test
    void clientOfAStranger_isRefused_andNobodyWhenOptional() throws Exception {
        assertRefused(asking(ClientAuth.REQUIRED), TestTls.client("stranger"));
        // The server says whose certificates it takes, and a client that has none of those shows none.
        Opened opened = new Opened();
        try (Pair pair = pair(asking(ClientAuth.OPTIONAL), TestTls.client("stranger"), opened)) {
            assertThat(opened.connection.get().peerCertificates()).isEmpty();
            assertThat(pair.connection.isOpen()).isTrue();
        }
    }

    @Test
    void server_thatIsNotTrusted_isRefused() {
        assertRefused(TestTls.server(), TlsOptions.builder().trust(TestTls.file("other-ca")));
    }

    @Test
    void server_ofAnotherName_isRefused_unlessTheClientSaysSo() throws Exception {
        assertRefused(TestTls.server("elsewhere"), TestTls.client());
        Opened opened = new Opened();
        try (Pair pair = pair(TestTls.server("elsewhere"), TestTls.client().withoutHostVerification(), opened)) {
            assertThat(subject(pair.connection)).isEqualTo("CN=elsewhere");
        }
        try (Pair pair = pair(TestTls.server("elsewhere"), TestTls.client().serverName("elsewhere.test"), opened)) {
            assertThat(pair.connection.isOpen()).isTrue();
        }
    }

    @Test
    void tls12_isRefused_unlessTheServerSaysSo() throws Exception {
        assertThat(handshake(TestTls.server(), "TLSv1.2", Tls.ALPN)).isEqualTo("refused");
        assertThat(handshake(TestTls.server().allowTls12(), "TLSv1.2", Tls.ALPN))
                .isEqualTo("TLSv1.2 outboard/1");
        assertThat(handshake(TestTls.server(), "TLSv1.3", Tls.ALPN)).isEqualTo("TLSv1.3 outboard/1");
    }

    @Test
    void clientOfAnotherProtocol_isCutOff() throws Exception {
        try (Pair pair = pair(TestTls.server(), TestTls.client(), new Opened())) {
            assertThat(handshake(pair.server.port(), "TLSv1.3", "h2")).doesNotContain("h2");
            Await.until("fault", () -> pair.server.stats().closedByFault().containsKey("tls"));
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(1)).reply()).startsWith(1);
        }
    }

    @Test
    void keysAndTrustOfFactories_areUsed() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        Pem.Identity own = Pem.identity(TestTls.file("server-b"), TestTls.file("server-b.key"));
        store.setKeyEntry("own", own.key(), PASSWORD, own.chain());
        store.setCertificateEntry("ca", Pem.certificates(TestTls.file("ca"))[0]);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        try (Pair pair =
                pair(TlsOptions.builder().identity(keys), TlsOptions.builder().trust(trust), new Opened())) {
            assertThat(subject(pair.connection)).isEqualTo("CN=server-b");
        }
        SSLContext whole = SSLContext.getInstance("TLS");
        whole.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        try (Pair pair = new Pair(
                Variant.NIO_SAFE, server -> server.tls(whole), client -> client.tls(named(TestTls.client())))) {
            assertThat(subject(pair.connection)).isEqualTo("CN=server-b");
        }
    }

    private Pair pair(TlsOptions.Builder server, TlsOptions.Builder client, ServerListener listener) {
        return new Pair(
                Variant.NIO_SAFE,
                builder -> builder.tls(server.engine(engine).build()).listener(listener),
                builder -> builder.tls(named(client)));
    }

    /** The tests dial an address, so the name that they mean must be said. */
    private TlsOptions named(TlsOptions.Builder client) {
        TlsOptions options = client.engine(engine).build();
        return options.serverName() == null ? client.serverName("localhost").build() : options;
    }

    private void assertRefused(TlsOptions.Builder server, TlsOptions.Builder client) {
        try (var running = Variant.NIO_SAFE
                        .server()
                        .tls(server.engine(engine).build())
                        .start();
                RpcClient dialing = Variant.NIO_SAFE.client().tls(named(client)).build()) {
            assertThatThrownBy(() -> dialing.connect(running.address())).isInstanceOf(RpcException.class);
        }
    }

    private static TlsOptions.Builder asking(ClientAuth auth) {
        return TestTls.server().trust(TestTls.file("ca")).clientAuth(auth);
    }

    private String handshake(TlsOptions.Builder server, String version, String protocol) throws Exception {
        try (var running =
                Variant.NIO_SAFE.server().tls(server.engine(engine).build()).start()) {
            return handshake(running.port(), version, protocol);
        }
    }

    /** What a plain client of the JDK's agrees on with the server. */
    private static String handshake(int port, String version, String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", Pem.certificates(TestTls.file("ca"))[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getSession().getProtocol() + " " + socket.getApplicationProtocol();
        } catch (SSLException | SocketException e) {
            return "refused";
        }
    }

    private static String subject(Connection connection) {
        return connection.peerCertificates().get(0).getSubjectX500Principal().getName();
    }

    private static final class Opened implements ServerListener {
        final CompletableFuture<ServerConnection> connection = new CompletableFuture<>();

        @Override
        public void connectionOpened(ServerConnection opened) {
            connection.complete(opened);
        }
    }
}
