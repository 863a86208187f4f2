package dev.outboard.rpc.netty;

import java.io.InputStream;
import java.security.KeyStore;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for localhost, checked in with its key; it guards nothing. */
final class TestTls {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final KeyStore KEYS = load();

    private TestTls() {}

    static SSLContext server() {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(KEYS, PASSWORD);
            return context(factory.getKeyManagers(), null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static SSLContext client() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(KEYS);
            return context(null, factory.getTrustManagers());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trusted) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trusted, new SecureRandom());
        return context;
    }

    private static KeyStore load() {
        try (InputStream in = TestTls.class.getResourceAsStream("localhost.p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
