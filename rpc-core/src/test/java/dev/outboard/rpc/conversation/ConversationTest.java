package dev.outboard.rpc.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every client codec talks to every server codec, and what goes over the wire is the golden conversation. The two passes
 * of the build, on 17 and on 25, compare with the same file.
 */
class ConversationTest {
    private static final Method ECHO = Method.unary("test.Conversation/Echo");
    private static final Method REFUSE = Method.unary("test.Conversation/Refuse");
    private static final Method POKE = Method.oneWay("test.Conversation/Poke");
    private static final Method NEWS = Method.push("test.Conversation/News");
    /** Above what the header can say, so that the timeout on the wire does not depend on the clock. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private final AtomicReference<RpcServer> running = new AtomicReference<>();

    @ParameterizedTest
    @CsvSource({"safe,safe", "safe,unsafe", "unsafe,safe", "unsafe,unsafe"})
    void conversation_ofAnyTwoCodecs_isTheGoldenOne(String clientCodec, String serverCodec) throws Exception {
        CountDownLatch news = new CountDownLatch(1);
        try (RpcServer server = RpcServerBuilder.create()
                        .codec(serverCodec)
                        .port(0)
                        .service(service())
                        .start();
                RpcClient client = RpcClientBuilder.create()
                        .codec(clientCodec)
                        .push(NEWS, (connection, body) -> news.countDown())
                        .build();
                Tap tap = new Tap(server.port())) {
            running.set(server);
            ClientConnection connection = client.connect("127.0.0.1", tap.port());
            talk(connection, news);
            connection.close();
            assertThat(tap.captured()).isEqualTo(golden());
        }
    }

    private static void talk(ClientConnection connection, CountDownLatch news) throws Exception {
        assertThat(call(connection, ECHO, 1).get(30, TimeUnit.SECONDS)).isEqualTo("7");
        assertThat(call(connection, ECHO, -1).get(30, TimeUnit.SECONDS)).isEqualTo("7");
        assertThat(call(connection, REFUSE, 5).get(30, TimeUnit.SECONDS)).isEqualTo("FAILED_PRECONDITION: as asked");
        connection.oneWay(POKE, out -> out.writeFixed64(42));
        assertThat(news.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private Service service() {
        return Service.named("test.Conversation")
                .unary(ECHO, Execution.WORKERS, call -> {
                    call.reply().writeVarint64(call.request().readVarint64());
                    call.reply().writeUtf8("h\u00e9llo, \u4e16\u754c");
                    call.reply().writeVarint32(7);
                    call.complete();
                })
                .unary(REFUSE, Execution.EVENT_LOOP, call -> call.fail(StatusCode.FAILED_PRECONDITION, "as asked"))
                .oneWay(POKE, Execution.EVENT_LOOP, this::push)
                .push(NEWS)
                .build();
    }

    private void push(ServerCall call) {
        EncodedPush push = running.get().encodePush(NEWS, out -> out.writeDouble(1.5));
        try {
            call.connection().push(push);
        } finally {
            push.release();
        }
        call.complete();
    }

    private static CompletableFuture<String> call(ClientConnection connection, Method method, long value) {
        CompletableFuture<String> end = new CompletableFuture<>();
        connection.call(method, out -> out.writeVarint64(value), LONGEST, new ReplyHandler() {
            @Override
            public void onReply(WireReader reply) {
                reply.readVarint64();
                reply.skip(reply.readLength());
                end.complete(Integer.toString(reply.readVarint32()));
            }

            @Override
            public void onFailure(Status status) {
                end.complete(status.code() + ": " + status.message());
            }
        });
        return end;
    }

    private static String golden() throws IOException {
        try (InputStream in = ConversationTest.class.getResourceAsStream("/golden/conversation.txt")) {
            return new String(
                    Objects.requireNonNull(in, "golden/conversation.txt").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
