package dev.outboard.rpc;

import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How an end of a connection does TLS. Immutable. TLS 1.3, unless {@link Builder#allowTls12} says otherwise; both ends must
 * agree on ALPN {@code outboard/1}.
 */
public final class TlsOptions {
    /** Whether a server asks its clients for a certificate. */
    public enum ClientAuth {
        /** It does not. */
        NONE,
        /**
         * It does, and takes clients that show none, as nobody; and a client with a certificate of an issuer that this server does
         * not trust may show none. One that is shown and not trusted fails the handshake.
         */
        OPTIONAL,
        /** A client without a trusted certificate fails the handshake. */
        REQUIRED
    }

    /** What does the cryptography. {@code dev.outboard.rpc.netty.TlsEngines} says which of them work here, and why not. */
    public enum Engine {
        /** OpenSSL where it works and nothing was given that only the JDK's can use, else the JDK's. */
        AUTO,
        /** The JDK's own. */
        JDK,
        /** BoringSSL by netty-tcnative, an optional dependency. */
        OPENSSL
    }

    private final Builder chosen;

    private TlsOptions(Builder chosen) {
        this.chosen = chosen;
    }

    /** Starts with the defaults that the setters name. */
    public static Builder builder() {
        return new Builder();
    }

    /** All that {@code context} says: its keys and its trust, on the JDK's engine. */
    public static TlsOptions of(SSLContext context) {
        return builder().context(context).build();
    }

    /** The file of this end's certificate and those that vouch for it, in PEM; null where it has none in files. */
    public @Nullable Path certificates() {
        return chosen.certificates;
    }

    /** The file of this end's private key; null exactly where {@link #certificates} is. */
    public @Nullable Path privateKey() {
        return chosen.privateKey;
    }

    /** This end's keys; null where they are in files, in a context, or nowhere. */
    public @Nullable KeyManagerFactory keys() {
        return chosen.keys;
    }

    /** Keys and trust in one; null where they are given apart. */
    public @Nullable SSLContext context() {
        return chosen.context;
    }

    /** The file of the certificates that peers are checked against, in PEM; null where trust does not come from a file. */
    public @Nullable Path trustedCertificates() {
        return chosen.trustedCertificates;
    }

    /** What checks peers; null where trust comes from a file or a context, or is the JDK's own. */
    public @Nullable TrustManagerFactory trust() {
        return chosen.trust;
    }

    /** Of servers. */
    public ClientAuth clientAuth() {
        return chosen.clientAuth;
    }

    /** As chosen, AUTO included. */
    public Engine engine() {
        return chosen.engine;
    }

    /** Whether TLS 1.2 is taken too. */
    public boolean allowsTls12() {
        return chosen.tls12;
    }

    /** Whether a client checks that the server's certificate is for the host that it connected to. */
    public boolean verifiesHost() {
        return chosen.verifyHost;
    }

    /** The name that a client expects in the server's certificate; null for the host that it connects to. */
    public @Nullable String serverName() {
        return chosen.serverName;
    }

    /** How often the files are looked at; zero for never. */
    public Duration watchInterval() {
        return chosen.watchInterval;
    }

    /** Collects. Single-threaded. */
    public static final class Builder {
        private @Nullable Path certificates;
        private @Nullable Path privateKey;
        private @Nullable KeyManagerFactory keys;
        private @Nullable SSLContext context;
        private @Nullable Path trustedCertificates;
        private @Nullable TrustManagerFactory trust;
        private ClientAuth clientAuth = ClientAuth.NONE;
        private Engine engine = Engine.AUTO;
        private boolean tls12;
        private boolean verifyHost = true;
        private @Nullable String serverName;
        private Duration watchInterval = Duration.ZERO;

        private Builder() {}

        private Builder(Builder other) {
            certificates = other.certificates;
            privateKey = other.privateKey;
            keys = other.keys;
            context = other.context;
            trustedCertificates = other.trustedCertificates;
            trust = other.trust;
            clientAuth = other.clientAuth;
            engine = other.engine;
            tls12 = other.tls12;
            verifyHost = other.verifyHost;
            serverName = other.serverName;
            watchInterval = other.watchInterval;
        }

        /**
         * This end's certificate and private key, in PEM files: the certificate first, then those that vouch for it; the key
         * in PKCS#8 without a password, of RSA, EC or EdDSA. Default none.
         */
        public Builder identity(Path certificateChain, Path key) {
            certificates = certificateChain;
            privateKey = key;
            return this;
        }

        /** This end's certificates and keys. Default none. */
        public Builder identity(KeyManagerFactory factory) {
            keys = factory;
            return this;
        }

        /** Certificates that peers are checked against, in a PEM file. Default what the JDK trusts. */
        public Builder trust(Path certificatesFile) {
            trustedCertificates = certificatesFile;
            return this;
        }

        /** What checks peers. Default what the JDK trusts. */
        public Builder trust(TrustManagerFactory factory) {
            trust = factory;
            return this;
        }

        /** Keys and trust in one, in the place of {@link #identity} and {@link #trust}; only the JDK's engine takes it. */
        public Builder context(SSLContext newContext) {
            context = newContext;
            return this;
        }

        /** For servers. Default NONE. */
        public Builder clientAuth(ClientAuth newClientAuth) {
            clientAuth = newClientAuth;
            return this;
        }

        /** Default AUTO. */
        public Builder engine(Engine newEngine) {
            engine = newEngine;
            return this;
        }

        /** Takes peers that cannot do TLS 1.3. Default they are refused. */
        public Builder allowTls12() {
            tls12 = true;
            return this;
        }

        /** For clients: takes a trusted certificate whatever its name is. Default the name is checked. */
        public Builder withoutHostVerification() {
            verifyHost = false;
            return this;
        }

        /**
         * For clients: the name to expect in the server's certificate, and to send as SNI. Default the host that is connected
         * to, "localhost" where that is no host.
         */
        public Builder serverName(String name) {
            serverName = name;
            return this;
        }

        /**
         * Looks at the PEM files this often and takes over what changed, once it is checked. Default never: only when asked
         * to reload.
         */
        public Builder watchFiles(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("watchFiles: " + interval + " (expected: >= 1 ms)");
            }
            watchInterval = interval;
            return this;
        }

        /**
         * Files are read by the server's or client's own builder, not here.
         *
         * @throws IllegalArgumentException for two answers to one question, an engine that cannot use what was given, or
         *     files to watch where there are none
         */
        public TlsOptions build() {
            boolean files = certificates != null || trustedCertificates != null;
            check(certificates == null || keys == null, "identity: files and a factory (expected: one of them)");
            check(trustedCertificates == null || trust == null, "trust: a file and a factory (expected: one of them)");
            if (context != null) {
                check(!files && keys == null && trust == null, "context: beside identity or trust (expected: alone)");
                check(engine != Engine.OPENSSL, "engine: OPENSSL (expected: JDK or AUTO with a context)");
            } else if (clientAuth != ClientAuth.NONE) {
                check(
                        trustedCertificates != null || trust != null,
                        "trust: none (expected: what clients are checked against, with clientAuth " + clientAuth + ")");
            }
            check(watchInterval.isZero() || files, "watchFiles: no files (expected: identity or trust in files)");
            return new TlsOptions(new Builder(this));
        }

        private static void check(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
