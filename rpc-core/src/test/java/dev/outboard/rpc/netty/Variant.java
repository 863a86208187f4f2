package dev.outboard.rpc.netty;

/** What a server or client may stand on; every test of the transport contract runs over each of these. */
enum Variant {
    NIO_SAFE("nio", "safe", false),
    NIO_UNSAFE("nio", "unsafe", false),
    EPOLL_SAFE("epoll", "safe", false),
    EPOLL_UNSAFE("epoll", "unsafe", false),
    NIO_SAFE_TLS("nio", "safe", true),
    NIO_UNSAFE_TLS("nio", "unsafe", true),
    EPOLL_SAFE_TLS("epoll", "safe", true),
    EPOLL_UNSAFE_TLS("epoll", "unsafe", true);

    private final String transport;
    private final String codec;
    private final boolean tls;

    Variant(String transport, String codec, boolean tls) {
        this.transport = transport;
        this.codec = codec;
        this.tls = tls;
    }

    RpcServerBuilder server() {
        RpcServerBuilder builder =
                RpcServerBuilder.create().transport(transport).codec(codec);
        return tls ? builder.tls(TestTls.server()) : builder;
    }

    RpcClientBuilder client() {
        RpcClientBuilder builder =
                RpcClientBuilder.create().transport(transport).codec(codec);
        return tls ? builder.tls(TestTls.client()) : builder;
    }
}
