package dev.outboard.rpc.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The JDK's channels. */
final class NioBackend implements Backend {
    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public Class<? extends IoHandler> handlerType() {
        return NioIoHandler.class;
    }

    @Override
    public IoHandlerFactory handlers() {
        return NioIoHandler.newFactory();
    }

    @Override
    public boolean reaches(Family family) {
        return family != Family.IN_PROCESS;
    }

    @Override
    public Class<? extends ServerChannel> serverChannel(Family family) {
        return family == Family.UNIX ? NioServerDomainSocketChannel.class : NioServerSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> clientChannel(Family family) {
        return family == Family.UNIX ? NioDomainSocketChannel.class : NioSocketChannel.class;
    }

    @Override
    public SocketAddress address(SocketAddress address) {
        return address;
    }
}
