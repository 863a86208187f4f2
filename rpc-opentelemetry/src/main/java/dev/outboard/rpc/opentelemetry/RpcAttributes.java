package dev.outboard.rpc.opentelemetry;

import dev.outboard.rpc.Method;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/**
 * Names of attributes: those of OpenTelemetry's semantic conventions for RPC, version 1.45, and of the older ones (1.37) that do not
 * contradict them.
 */
final class RpcAttributes {
    static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("rpc.response.status_code");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private static final AttributeKey<String> SYSTEM_NAME = AttributeKey.stringKey("rpc.system.name");
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
    private static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> PEER_ADDRESS = AttributeKey.stringKey("network.peer.address");
    private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");

    private RpcAttributes() {}

    /** Of a client's span. */
    static Attributes client(Method method, Peer server) {
        return of(method, SERVER_ADDRESS, SERVER_PORT, server);
    }

    /** Of a server's span. */
    static Attributes server(Method method, Peer client) {
        return of(method, PEER_ADDRESS, PEER_PORT, client);
    }

    private static Attributes of(Method method, AttributeKey<String> address, AttributeKey<Long> port, Peer peer) {
        AttributesBuilder attributes = Attributes.builder()
                .put(SYSTEM_NAME, "outboard")
                .put(SYSTEM, "outboard")
                .put(SERVICE, method.serviceName())
                .put(METHOD, method.fullName())
                .put(address, peer.address());
        return peer.port() == 0
                ? attributes.build()
                : attributes.put(port, (long) peer.port()).build();
    }
}
