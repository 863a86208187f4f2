package dev.outboard.rpc.netty;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.TlsOptions.Engine;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a server or client may stand on; every test of the transport contract runs over each of these. Where one does not work,
 * its tests are skipped and say why.
 */
enum Variant {
    NIO_SAFE(Transport.NIO, "safe"),
    NIO_UNSAFE(Transport.NIO, "unsafe"),
    EPOLL_SAFE(Transport.EPOLL, "safe"),
    EPOLL_UNSAFE(Transport.EPOLL, "unsafe"),
    NIO_SAFE_TLS(Transport.NIO, "safe", Engine.JDK),
    NIO_UNSAFE_TLS(Transport.NIO, "unsafe", Engine.JDK),
    EPOLL_SAFE_OPENSSL(Transport.EPOLL, "safe", Engine.OPENSSL),
    EPOLL_UNSAFE_OPENSSL(Transport.EPOLL, "unsafe", Engine.OPENSSL),
    NIO_SAFE_UNIX(Transport.NIO, "safe"),
    EPOLL_UNSAFE_UNIX(Transport.EPOLL, "unsafe"),
    IN_PROCESS_SAFE(Transport.IN_PROCESS, "safe"),
    IN_PROCESS_UNSAFE(Transport.IN_PROCESS, "unsafe"),
    IO_URING_SAFE(Transport.IO_URING, "safe"),
    IO_URING_UNSAFE(Transport.IO_URING, "unsafe");

    private static final AtomicLong SOCKETS = new AtomicLong();

    private final Transport transport;
    private final String codec;
    private final @Nullable Engine engine;

    Variant(Transport transport, String codec) {
        this(transport, codec, null);
    }

    Variant(Transport transport, String codec, @Nullable Engine engine) {
        this.transport = transport;
        this.codec = codec;
        this.engine = engine;
    }

    RpcServerBuilder server() {
        skipWhereItDoesNotWork();
        RpcServerBuilder builder =
                RpcServerBuilder.create().transport(transport).codec(codec);
        if (name().endsWith("UNIX")) {
            builder.listenOn(newSocket());
        }
        return engine == null ? builder : builder.tls(withEngine(TestTls.server()));
    }

    RpcClientBuilder client() {
        skipWhereItDoesNotWork();
        RpcClientBuilder builder =
                RpcClientBuilder.create().transport(transport).codec(codec);
        return engine == null
                ? builder
                : builder.tls(withEngine(TestTls.client().serverName("localhost")));
    }

    private TlsOptions withEngine(TlsOptions.Builder options) {
        return options.engine(engine).build();
    }

    /** A path short enough for a socket, which a build's own folder may not be. */
    private static UnixDomainSocketAddress newSocket() {
        return UnixDomainSocketAddress.of(Path.of(
                System.getProperty("java.io.tmpdir"),
                "outboard-" + ProcessHandle.current().pid() + "-" + SOCKETS.incrementAndGet()));
    }

    private void skipWhereItDoesNotWork() {
        Throwable cause = transport.unavailabilityCause();
        if (cause == null && engine != null) {
            cause = TlsEngines.unavailabilityCause(engine);
        }
        if (cause != null) {
            String reason = this + ": skipped, " + cause;
            System.out.println(reason);
            abort(reason);
        }
    }
}
