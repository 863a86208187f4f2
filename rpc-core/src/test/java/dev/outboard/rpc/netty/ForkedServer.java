package dev.outboard.rpc.netty;

import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.TlsOptions.Engine;

/** A program of one server, one client and one call: what starts in a JVM of its own. */
final class ForkedServer {
    static final String ANSWERED = "answered on ";

    private ForkedServer() {}

    /** Takes a transport and a TLS engine, or neither for the defaults; prints what answered. */
    public static void main(String[] arguments) throws Exception {
        RpcServerBuilder builder = RpcServerBuilder.create().codec("safe").service(new Echo().service());
        RpcClientBuilder clients = RpcClientBuilder.create().codec("safe");
        if (arguments.length == 2) {
            builder.transport(arguments[0]);
            Engine engine = Engine.valueOf(arguments[1]);
            builder.tls(TestTls.server().engine(engine).build());
            clients.tls(TestTls.client().serverName("localhost").engine(engine).build());
        }
        try (RpcServer server = builder.start();
                RpcClient client = clients.build()) {
            Outcome outcome = new Outcome();
            client.connect(server.address()).call(Echo.ON_WORKERS, Echo.number(1), Pair.LONG, outcome);
            System.out.println(ANSWERED + server.transport() + " with " + outcome.reply().length + " bytes");
        }
    }
}
