package dev.outboard.rpc.netty;

import dev.outboard.rpc.InProcessAddress;
import io.netty.channel.Channel;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Queues within the JVM. */
final class InProcessBackend implements Backend {
    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public Class<? extends IoHandler> handlerType() {
        return LocalIoHandler.class;
    }

    @Override
    public IoHandlerFactory handlers() {
        return LocalIoHandler.newFactory();
    }

    @Override
    public boolean reaches(Family family) {
        return family == Family.IN_PROCESS;
    }

    @Override
    public Class<? extends ServerChannel> serverChannel(Family family) {
        return LocalServerChannel.class;
    }

    @Override
    public Class<? extends Channel> clientChannel(Family family) {
        return LocalChannel.class;
    }

    @Override
    public SocketAddress address(SocketAddress address) {
        return new LocalAddress(((InProcessAddress) address).name());
    }
}
