package dev.outboard.rpc.netty;

import dev.outboard.rpc.TlsOptions;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Certificates, checked in with their keys; they guard nothing. {@code server-a} (EC) and {@code server-b} (RSA) are for
 * localhost, {@code elsewhere} is not, {@code expired} is of 2020 and has the key of {@code server-a}, {@code client} is a client's:
 * all vouched for by {@code ca}. {@code stranger} is vouched for by {@code other-ca}.
 */
final class TestTls {
    private TestTls() {}

    /** The certificate's file, or with ".key" the key's. */
    static Path file(String name) {
        try {
            return Path.of(TestTls.class
                    .getResource("pem/" + (name.endsWith(".key") ? name : name + ".pem"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static TlsOptions.Builder server() {
        return server("server-a");
    }

    static TlsOptions.Builder server(String name) {
        return TlsOptions.builder().identity(file(name), file(name + ".key"));
    }

    static TlsOptions.Builder client() {
        return TlsOptions.builder().trust(file("ca"));
    }

    static TlsOptions.Builder client(String name) {
        return client().identity(file(name), file(name + ".key"));
    }
}
