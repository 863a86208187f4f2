package dev.outboard.rpc.services;

import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import dev.outboard.rpc.netty.Transport;

/** What the contract runs over. */
enum Ground {
    SOCKETS_SAFE(Transport.AUTO, "safe"),
    SOCKETS_UNSAFE(Transport.AUTO, "unsafe"),
    IN_PROCESS_SAFE(Transport.IN_PROCESS, "safe"),
    IN_PROCESS_UNSAFE(Transport.IN_PROCESS, "unsafe");

    private final Transport transport;
    private final String codec;

    Ground(Transport transport, String codec) {
        this.transport = transport;
        this.codec = codec;
    }

    RpcServerBuilder server() {
        return RpcServerBuilder.create().transport(transport).codec(codec);
    }

    RpcClientBuilder client() {
        return RpcClientBuilder.create().transport(transport).codec(codec);
    }
}
