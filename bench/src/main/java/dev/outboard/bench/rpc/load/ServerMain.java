package dev.outboard.bench.rpc.load;

import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Main class of a contender's server: {@code peer-class mode payload}. Prints where it listens, answers for its counters,
 * and ends when the client hangs up on its control line.
 */
public final class ServerMain {
    /** What the line begins with that names the port of the calls and the one of the control line. */
    public static final String LISTENING = "listening ";

    private ServerMain() {}

    public static void main(String[] args) throws Exception {
        RpcPeer peer = peer(args[0]);
        try (ServerSocket control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RpcPeer.Server server = peer.serve(args[1], Payload.of(args[2]))) {
            System.out.println(LISTENING + server.port() + " " + control.getLocalPort());
            Control.serve(control);
        }
        System.out.println("ended");
        Runtime.getRuntime().halt(0); // some contenders leave threads behind that would keep the JVM
    }

    static RpcPeer peer(String type) throws ReflectiveOperationException {
        return (RpcPeer) Class.forName(type).getConstructor().newInstance();
    }
}
