package dev.outboard.rpc;

import org.jspecify.annotations.Nullable;

/**
 * Says which methods a client may call: asked once for each method and connection, when the client first names the method, so
 * that a call costs nothing. Who must see each call, its metadata for example, is a {@link ServerInterceptor}.
 */
@FunctionalInterface
public interface MethodAuthorizer {
    /**
     * Called on the connection's event loop, which must not be blocked.
     *
     * @return null where the connection may call it; else how every call of it ends, as not processed: PERMISSION_DENIED,
     *     for example
     */
    @Nullable
    Status refusal(ServerConnection connection, Method method);
}
