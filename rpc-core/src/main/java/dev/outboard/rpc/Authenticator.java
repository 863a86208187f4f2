package dev.outboard.rpc;

import java.security.Principal;
import java.util.concurrent.CompletionStage;

/** Says who a client is, once for each connection, before anything else of it is looked at. */
@FunctionalInterface
public interface Authenticator {
    /**
     * Called on the connection's event loop, which must not be blocked; the answer may come later, on any thread, but within the
     * time for the handshake ({@link Limits#handshakeTimeout}). A stage that fails, or a null, refuses the connection: its client
     * hears UNAUTHENTICATED, and nothing of why, which is logged here.
     *
     * @param connection not open yet; its address and, with mutual TLS, its certificates can be looked at
     * @param token what the client sent ({@code RpcClientBuilder.credentials}); empty where that is nothing; at most 2,048 bytes
     */
    CompletionStage<? extends Principal> authenticate(ServerConnection connection, byte[] token);
}
