package dev.outboard.rpc.netty;

import dev.outboard.rpc.TlsOptions.Engine;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

/** Which TLS engines work in this JVM on this machine. Any thread. */
public final class TlsEngines {
    private TlsEngines() {}

    /** Why {@code engine} does not work here, or null where it does; AUTO and JDK always do. */
    public static @Nullable Throwable unavailabilityCause(Engine engine) {
        if (engine != Engine.OPENSSL) {
            return null;
        }
        Throwable cause = OpenSsl.unavailabilityCause();
        if (cause != null) {
            return cause;
        }
        return SslProvider.isTlsv13Supported(SslProvider.OPENSSL_REFCNT)
                ? null
                : new IllegalStateException("OpenSSL: " + OpenSsl.versionString() + " (expected: one with TLS 1.3)");
    }

    /**
     * What this choice comes to here: JDK or OPENSSL.
     *
     * @throws IllegalStateException for OpenSSL where it does not work, with its cause
     */
    static Engine resolve(Engine engine) {
        Throwable cause = unavailabilityCause(Engine.OPENSSL);
        if (engine == Engine.OPENSSL && cause != null) {
            throw new IllegalStateException(
                    "engine: OPENSSL is not available here (expected: AUTO or JDK; " + cause + ")", cause);
        }
        return engine == Engine.JDK || cause != null ? Engine.JDK : Engine.OPENSSL;
    }
}
