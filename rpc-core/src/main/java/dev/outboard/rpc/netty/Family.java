package dev.outboard.rpc.netty;

import dev.outboard.rpc.InProcessAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** The kinds of address that there are channels for. */
enum Family {
    INET,
    UNIX,
    IN_PROCESS;

    /**
     * The kind of {@code address}.
     *
     * @throws IllegalArgumentException where there is none
     */
    static Family of(SocketAddress address) {
        if (address instanceof InetSocketAddress) {
            return INET;
        }
        if (address instanceof UnixDomainSocketAddress) {
            return UNIX;
        }
        if (address instanceof InProcessAddress) {
            return IN_PROCESS;
        }
        throw new IllegalArgumentException("address: " + address.getClass().getName()
                + " (expected: InetSocketAddress, UnixDomainSocketAddress or InProcessAddress)");
    }

    /** As messages show it, without a look-up of names. */
    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet.getHostString() + ":" + inet.getPort();
        }
        return address.toString();
    }

    static Path path(SocketAddress address) {
        return ((UnixDomainSocketAddress) address).getPath();
    }
}
