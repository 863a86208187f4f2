package dev.outboard.im.cli;

import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.TlsOptions.ClientAuth;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** TLS, of a server or of a client. */
final class TlsFlags {
    /** How often the files are looked at. */
    private static final Duration WATCH = Duration.ofSeconds(2);

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "PEM: this end's certificate, then those that vouch for it. A server speaks TLS with it.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM: its private key, in PKCS#8.")
    private @Nullable Path key;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "PEM: what peers are checked against. A server asks its clients for a certificate then; a client"
                            + " speaks TLS with it.")
    private @Nullable Path authorities;

    /** Null for no TLS. Files are read by whoever takes the options. */
    @Nullable
    TlsOptions server() {
        checkPair();
        if (certificate == null || key == null) {
            check(authorities == null, "tls-cert: none (expected: a file, with tls-ca)");
            return null;
        }
        TlsOptions.Builder builder =
                TlsOptions.builder().identity(certificate, key).watchFiles(WATCH);
        if (authorities != null) {
            builder.trust(authorities).clientAuth(ClientAuth.REQUIRED);
        }
        return builder.build();
    }

    /**
     * Null for no TLS.
     *
     * @param name what to expect in the server's certificate; null for the host that is connected to
     */
    @Nullable
    TlsOptions client(@Nullable String name) {
        checkPair();
        if (authorities == null) {
            check(certificate == null && name == null, "tls-ca: none (expected: a file, with the other flags of TLS)");
            return null;
        }
        TlsOptions.Builder builder = TlsOptions.builder().trust(authorities);
        if (certificate != null && key != null) {
            builder.identity(certificate, key);
        }
        return name == null ? builder.build() : builder.serverName(name).build();
    }

    private void checkPair() {
        check((certificate == null) == (key == null), "tls-cert, tls-key: one of them (expected: both or neither)");
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
