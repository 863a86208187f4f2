package dev.outboard.rpc.netty;

import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.TlsOptions.ClientAuth;
import dev.outboard.rpc.TlsOptions.Engine;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The keys and the trust of one moment, ready for handshakes: version 1.3, and ALPN so that a port which speaks something else is
 * found out in the handshake. The time limit is the connection's own, over TCP, TLS and HELLO together.
 *
 * <p>Either a context of Netty's, made of parts, or one of the JDK's, taken whole. One of OpenSSL's is counted, by each of its
 * engines too; {@link #release} gives back the reference of this object.
 */
final class Tls {
    /** The name registered with ALPN; ends in the version of the framing, not of the handshake. */
    static final String ALPN = "outboard/1";

    /** How long a peer that does not read may keep a closing connection. */
    private static final long LAST_WORDS_MILLIS = 500;

    private final TlsOptions options;
    private final boolean forClient;
    private final @Nullable SSLContext jdk;
    private final @Nullable SslContext netty;

    private Tls(TlsOptions options, boolean forClient, @Nullable SSLContext jdk, @Nullable SslContext netty) {
        this.options = options;
        this.forClient = forClient;
        this.jdk = jdk;
        this.netty = netty;
    }

    /**
     * Reads and checks what the options name.
     *
     * @throws IllegalArgumentException for what cannot be used
     * @throws IllegalStateException for an engine that is not there
     */
    static Tls load(TlsOptions options, boolean forClient) {
        SSLContext context = options.context();
        if (context != null) {
            return new Tls(options, forClient, context, null);
        }
        try {
            return new Tls(options, forClient, null, build(options, forClient));
        } catch (SSLException e) {
            throw new IllegalArgumentException("tls: " + e.getMessage() + " (expected: keys and trust that fit)", e);
        }
    }

    private static SslContext build(TlsOptions options, boolean forClient) throws SSLException {
        SslContextBuilder builder = identity(options, forClient);
        if (options.trustedCertificates() != null) {
            builder.trustManager(Pem.certificates(options.trustedCertificates()));
        } else if (options.trust() != null) {
            builder.trustManager(options.trust());
        }
        return builder.sslProvider(
                        TlsEngines.resolve(options.engine()) == Engine.OPENSSL
                                ? SslProvider.OPENSSL_REFCNT
                                : SslProvider.JDK)
                .protocols(protocols(options))
                .clientAuth(nettys(options.clientAuth()))
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ALPN))
                .build();
    }

    private static SslContextBuilder identity(TlsOptions options, boolean forClient) {
        if (options.certificates() != null && options.privateKey() != null) {
            Pem.Identity own = Pem.identity(options.certificates(), options.privateKey());
            return forClient
                    ? SslContextBuilder.forClient().keyManager(own.key(), own.chain())
                    : SslContextBuilder.forServer(own.key(), own.chain());
        }
        if (forClient) {
            SslContextBuilder builder = SslContextBuilder.forClient();
            return options.keys() != null ? builder.keyManager(options.keys()) : builder;
        }
        if (options.keys() != null) {
            return SslContextBuilder.forServer(options.keys());
        }
        throw new IllegalArgumentException("identity: none (expected: a server's certificate and key)");
    }

    /** Of one connection. To a client's: where to. */
    SslHandler newHandler(ByteBufAllocator allocator, String host, int port) {
        String name = options.serverName() != null ? options.serverName() : host;
        SSLEngine engine = netty != null ? nettyEngine(netty, allocator, name, port) : jdkEngine(name, port);
        if (forClient) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(options.verifiesHost() ? "HTTPS" : "");
            engine.setSSLParameters(parameters);
        }
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(LAST_WORDS_MILLIS);
        return handler;
    }

    /**
     * Of one connection to a server that speaks HTTP first. Netty's contexts answer a browser's ALPN with none, which means
     * HTTP/1.1; the JDK's own have to be told.
     */
    SslHandler newHttpHandler(ByteBufAllocator allocator) {
        SslHandler handler = newHandler(allocator, "", 0);
        if (jdk != null) {
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }

    private SSLEngine nettyEngine(SslContext context, ByteBufAllocator allocator, String host, int port) {
        return forClient ? context.newEngine(allocator, host, port) : context.newEngine(allocator);
    }

    private SSLEngine jdkEngine(String host, int port) {
        SSLContext context = Objects.requireNonNull(jdk);
        SSLEngine engine = forClient ? context.createSSLEngine(host, port) : context.createSSLEngine();
        engine.setUseClientMode(forClient);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols(options));
        parameters.setApplicationProtocols(new String[] {ALPN});
        switch (options.clientAuth()) {
            case NONE -> parameters.setNeedClientAuth(false);
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Engines that are in use keep what they need. */
    void release() {
        ReferenceCountUtil.release(netty);
    }

    String engine() {
        return netty == null ? "JDK" : TlsEngines.resolve(options.engine()).name();
    }

    /** What ALPN agreed on; null or empty for nothing. Netty's engines tell the handler, the JDK's own only who asks them. */
    static @Nullable String applicationProtocol(SslHandler handler) {
        String told = handler.applicationProtocol();
        return told != null ? told : handler.engine().getApplicationProtocol();
    }

    /** What the peer has shown in a handshake that is done. */
    static List<X509Certificate> peerCertificates(SslHandler handler) {
        try {
            return Arrays.stream(handler.engine().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    private static String[] protocols(TlsOptions options) {
        return options.allowsTls12() ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {"TLSv1.3"};
    }

    private static io.netty.handler.ssl.ClientAuth nettys(ClientAuth auth) {
        return switch (auth) {
            case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
            case OPTIONAL -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
            case REQUIRED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
        };
    }
}
