package dev.outboard.rpc.netty;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.ServerConnection;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCounted;

/**
 * What lies below a server's connections, for those who have Netty's own means in mind, a channel group among them. What
 * is written to a channel passes by the connection: it is not in its byte budget, and not in its count of pushes.
 */
public final class NettyAccess {
    private NettyAccess() {}

    /**
     * The connection's channel, once it is open. Only messages of {@link #message} may be written to it, by any thread.
     * <em>Borrowed</em>: it is closed through the connection.
     *
     * @throws IllegalArgumentException for a connection that is not one of a server of this package
     */
    public static Channel channel(ServerConnection connection) {
        if (connection instanceof AcceptedConnection accepted) {
            return accepted.context().channel();
        }
        throw new IllegalArgumentException(
                "connection: " + connection.getClass().getName() + " (expected: of a server made by RpcServerBuilder)");
    }

    /**
     * <em>Returns owned</em>: the push as a message for channels of its server, a whole frame. The push itself stays the
     * caller's.
     *
     * @throws IllegalArgumentException for a push that is not one of a server of this package
     */
    public static ReferenceCounted message(EncodedPush push) {
        if (push instanceof EncodedFrame encoded) {
            return encoded.frame().retainedDuplicate();
        }
        throw new IllegalArgumentException(
                "push: " + push.getClass().getName() + " (expected: made by RpcServer.encodePush)");
    }
}
