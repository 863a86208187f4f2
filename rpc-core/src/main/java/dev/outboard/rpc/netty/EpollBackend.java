package dev.outboard.rpc.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Linux's epoll. */
final class EpollBackend implements Backend {
    @Override
    public @Nullable Throwable unavailabilityCause() {
        return Epoll.unavailabilityCause();
    }

    @Override
    public Class<? extends IoHandler> handlerType() {
        return EpollIoHandler.class;
    }

    @Override
    public IoHandlerFactory handlers() {
        return EpollIoHandler.newFactory();
    }

    @Override
    public boolean reaches(Family family) {
        return family != Family.IN_PROCESS;
    }

    @Override
    public Class<? extends ServerChannel> serverChannel(Family family) {
        return family == Family.UNIX ? EpollServerDomainSocketChannel.class : EpollServerSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> clientChannel(Family family) {
        return family == Family.UNIX ? EpollDomainSocketChannel.class : EpollSocketChannel.class;
    }

    @Override
    public SocketAddress address(SocketAddress address) {
        return Family.of(address) == Family.UNIX
                ? new DomainSocketAddress(Family.path(address).toFile())
                : address;
    }
}
