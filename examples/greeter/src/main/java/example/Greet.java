package example;

import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.time.Duration;

/** A server and a client in one program. */
public final class Greet {
    public static void main(String[] args) {
        GreeterServer greeter = (request, reply, call) -> {
            reply.wrap(call.reply()).text("hello, " + request.name());
            call.complete();
        };
        try (var server = RpcServerBuilder.create()
                        .service(GreeterServer.service(greeter))
                        .start();
                var client = RpcClientBuilder.create().build()) {
            var stub = new GreeterClient(client.connect("127.0.0.1", server.port()));
            String answer = stub.greet(
                    request -> new HiEncoder().wrap(request).name("world"), Duration.ofSeconds(1), HelloDecoder::text);
            System.out.println(answer);
        }
    }

    private Greet() {}
}
