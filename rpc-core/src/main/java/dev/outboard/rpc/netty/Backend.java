package dev.outboard.rpc.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The Netty classes that a {@link Transport} stands on. Each has a class of its own, so that those of an optional artifact are
 * loaded only once they are known to be there.
 */
interface Backend {
    /** Why it does not work here, or null. */
    @Nullable
    Throwable unavailabilityCause();

    Class<? extends IoHandler> handlerType();

    IoHandlerFactory handlers();

    boolean reaches(Family family);

    /** Of a family that it reaches. */
    Class<? extends ServerChannel> serverChannel(Family family);

    /** Of a family that it reaches. */
    Class<? extends Channel> clientChannel(Family family);

    /** As its channels want it. */
    SocketAddress address(SocketAddress address);
}
