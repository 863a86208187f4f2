package dev.outboard.rpc.example;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The example of README.md: a server and a client in one program. */
public final class Hello {
    private static final Method SAY = Method.unary("example.Greeter/Say");
    private static final int NAME = Wire.tag(1, Wire.LENGTH_DELIMITED); // message Text { string name = 1; }

    public static void main(String[] args) {
        var greeter = Service.named("example.Greeter")
                .unary(SAY, Execution.EVENT_LOOP, call -> {
                    call.reply().writeTag(NAME);
                    call.reply().writeUtf8("hello, " + text(call.request()));
                    call.complete();
                })
                .build();
        try (var server = RpcServerBuilder.create().port(0).service(greeter).start();
                var client = RpcClientBuilder.create().build()) {
            var connection = client.connect("127.0.0.1", server.port());
            var answer = new CompletableFuture<String>();
            connection.call(
                    SAY,
                    request -> {
                        request.writeTag(NAME);
                        request.writeUtf8("world");
                    },
                    Duration.ofSeconds(1),
                    new ReplyHandler() {
                        @Override
                        public void onReply(WireReader reply) {
                            answer.complete(text(reply));
                        }

                        @Override
                        public void onFailure(Status status) {
                            answer.completeExceptionally(new RpcException(status));
                        }
                    });
            System.out.println(answer.join());
        }
    }

    private static String text(WireReader in) {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == NAME) {
                int length = in.readLength();
                return in.utf8At(in.position(), length);
            }
            in.skipField(tag);
        }
        return "";
    }

    private Hello() {}
}
