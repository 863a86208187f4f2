package dev.outboard.rpc.netty;

import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * TLS by the JDK's engine: version 1.3, and ALPN so that a port which speaks something else is found out in the
 * handshake. The time limit is the connection's own, over TCP, TLS and HELLO together.
 */
final class Tls {
    /** The name registered with ALPN; ends in the version of the framing, not of the handshake. */
    static final String ALPN = "outboard/1";

    /** How long a peer that does not read may keep a closing connection. */
    private static final long LAST_WORDS_MILLIS = 500;

    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private Tls() {}

    static SslHandler server(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return handler(engine, engine.getSSLParameters());
    }

    static SslHandler client(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return handler(engine, parameters);
    }

    private static SslHandler handler(SSLEngine engine, SSLParameters parameters) {
        parameters.setProtocols(PROTOCOLS);
        parameters.setApplicationProtocols(new String[] {ALPN});
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(LAST_WORDS_MILLIS);
        return handler;
    }
}
