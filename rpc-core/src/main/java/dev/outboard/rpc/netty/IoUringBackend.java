package dev.outboard.rpc.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Linux's io_uring, where its optional artifact is there. */
final class IoUringBackend implements Backend {
    @Override
    public @Nullable Throwable unavailabilityCause() {
        return IoUring.unavailabilityCause();
    }

    @Override
    public Class<? extends IoHandler> handlerType() {
        return IoUringIoHandler.class;
    }

    @Override
    public IoHandlerFactory handlers() {
        return IoUringIoHandler.newFactory();
    }

    @Override
    public boolean reaches(Family family) {
        return family != Family.IN_PROCESS;
    }

    @Override
    public Class<? extends ServerChannel> serverChannel(Family family) {
        return family == Family.UNIX ? IoUringServerDomainSocketChannel.class : IoUringServerSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> clientChannel(Family family) {
        return family == Family.UNIX ? IoUringDomainSocketChannel.class : IoUringSocketChannel.class;
    }

    @Override
    public SocketAddress address(SocketAddress address) {
        return Family.of(address) == Family.UNIX
                ? new DomainSocketAddress(Family.path(address).toFile())
                : address;
    }
}
