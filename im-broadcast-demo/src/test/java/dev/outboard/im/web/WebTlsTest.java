package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.ImWiring;
import dev.outboard.rpc.TlsOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers under the RPC port's TLS: its certificate, its version, and HTTP/1.1 whatever else they offer. */
class WebTlsTest {
    private static final Path PEM =
            Path.of("..", "rpc-core", "src", "test", "resources", "dev", "outboard", "rpc", "netty", "pem");

    private final WebRig rig = new WebRig(
            ChatOptions.defaults(),
            TlsOptions.builder()
                    .identity(PEM.resolve("server-a.pem"), PEM.resolve("server-a.key"))
                    .build(),
            ImWiring.MAX_CONNECTIONS);

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http/1.1", "h2,http/1.1"})
    void page_chatsUnderTls(String offered) throws Exception {
        try (SSLSocket tls = socket()) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(offered.isEmpty() ? new String[0] : offered.split(","));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            assertThat(tls.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(tls.getApplicationProtocol()).isIn("", "http/1.1");
            RawSocket socket = new RawSocket(tls);
            socket.upgrade(JsonFrames.NAME, "Origin: https://127.0.0.1:" + rig.port());
            JsonPage page = new JsonPage(socket);
            page.connect("");
            page.signedIn(1).joined(7);
            page.publish(7, "x".repeat(10_000));
            assertThat(page.nextPush("deliver").path("text").asText()).hasSize(10_000);
            socket.close(1000);
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void pageThatCameWithoutTls_isOfAnotherSite() throws Exception {
        try (SSLSocket tls = socket()) {
            RawSocket socket = new RawSocket(tls);
            String[] lines = socket.upgradeLines(JsonFrames.NAME, "Origin: http://127.0.0.1:" + rig.port());
            assertThat(socket.http(lines).status()).isEqualTo(403);
        }
    }

    @Test
    void socketWithoutTls_isClosed_andOthersAreNot() throws Exception {
        try (RawSocket plain = rig.socket();
                SSLSocket tls = socket()) {
            plain.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            RawSocket socket = new RawSocket(tls);
            assertThat(socket.http("GET / HTTP/1.1", "Host: 127.0.0.1:" + rig.port())
                            .status())
                    .isEqualTo(200);
        }
    }

    private SSLSocket socket() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(PEM.resolve("ca.pem"))) {
            Certificate issuer = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("issuer", issuer);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", rig.port());
    }
}
