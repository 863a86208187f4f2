package dev.outboard.rpc.netty;

import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import java.util.List;

/** A program of one server, one client and one call: what starts in a JVM of its own. */
final class ForkedServer {
    static final String TLS = "tls";
    static final String ANSWERED = "answered on ";

    private ForkedServer() {}

    /** Prints the transport that answered. With {@link #TLS} over TLS. */
    public static void main(String[] arguments) throws Exception {
        RpcServerBuilder builder = RpcServerBuilder.create().codec("safe").service(new Echo().service());
        RpcClientBuilder clients = RpcClientBuilder.create().codec("safe");
        if (List.of(arguments).contains(TLS)) {
            builder.tls(TestTls.server().build());
            clients.tls(TestTls.client().serverName("localhost").build());
        }
        try (RpcServer server = builder.start();
                RpcClient client = clients.build()) {
            Outcome outcome = new Outcome();
            client.connect(server.address()).call(Echo.ON_WORKERS, Echo.number(1), Pair.LONG, outcome);
            System.out.println(ANSWERED + server.transport() + " with " + outcome.reply().length + " bytes");
        }
    }
}
