package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.FutureCall;
import dev.outboard.rpc.FutureHandler;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls by futures, with messages that are objects. */
@ParameterizedClass
@MethodSource("dev.outboard.rpc.netty.Executions#all")
final class FutureTest {
    private static final Method SAY = Method.unary("outboard.test.Futures/Say");
    private static final MessageCodec<String> TEXT = new MessageCodec<>() {
        @Override
        public void encode(String message, WireWriter out) {
            out.writeUtf8(message);
        }

        @Override
        public String decode(WireReader in) {
            int length = in.readLength();
            String text = in.utf8At(in.position(), length);
            in.skip(length);
            return text;
        }
    };

    private final CompletableFuture<String> pending = new CompletableFuture<>();
    /** What waits for a worker when it is cancelled is not run. */
    private final CountDownLatch begun = new CountDownLatch(1);

    private final Pair pair;

    FutureTest(Execution execution) {
        Service service = Service.named("outboard.test.Futures")
                .unary(SAY, execution, new FutureHandler<>(TEXT, TEXT, this::say))
                .build();
        pair = new Pair(
                Variant.NIO_SAFE,
                server -> server.service(service),
                client ->
                        client.limits(Limits.defaults().withMaxFrameBytes(4096).withMaxMessageBytes(4096)));
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private CompletableFuture<String> say(String what) {
        return switch (what) {
            case "pending" -> {
                begun.countDown();
                yield pending;
            }
            case "refused" ->
                CompletableFuture.failedFuture(
                        new RpcException(new Status(StatusCode.NOT_FOUND, false, "nothing here")));
            case "wrapped" ->
                CompletableFuture.failedFuture(new CompletionException(
                        new RpcException(new Status(StatusCode.ABORTED, false, "lost a race"))));
            case "broken" -> CompletableFuture.failedFuture(new IllegalStateException("secret"));
            case "thrown" -> throw new IllegalStateException("secret");
            case "long" -> CompletableFuture.completedFuture("x".repeat(10_000));
            default -> CompletableFuture.supplyAsync(() -> "hello, " + what);
        };
    }

    private CompletableFuture<String> call(String what) {
        return FutureCall.call(pair.connection, SAY, what, TEXT, TEXT, Pair.LONG);
    }

    @Test
    void reply_completesTheFuture() throws Exception {
        assertThat(call("world").get(60, TimeUnit.SECONDS)).isEqualTo("hello, world");
    }

    @Test
    void failures_haveTheirStatus() {
        assertFails("refused", StatusCode.NOT_FOUND, "nothing here");
        assertFails("wrapped", StatusCode.ABORTED, "lost a race");
        assertFails("broken", StatusCode.INTERNAL, "handler");
        assertFails("thrown", StatusCode.INTERNAL, "handler");
        assertFails("long", StatusCode.RESOURCE_EXHAUSTED, "reply");
    }

    @Test
    void cancellingTheFuture_cancelsTheServers() throws Exception {
        CompletableFuture<String> answer = call("pending");
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        answer.cancel(false);
        Await.until("cancelled", pending::isCancelled);
        Await.until("slot", () -> pair.connection.callsInFlight() == 0);
    }

    @Test
    void replyThatIsNotAsExpected_failsTheFuture() {
        CompletableFuture<byte[]> numbers = FutureCall.call(
                pair.connection,
                Echo.ON_LOOP,
                "x".getBytes(StandardCharsets.UTF_8),
                MessageCodec.bytes(),
                new MessageCodec<>() {
                    @Override
                    public void encode(byte[] message, WireWriter out) {
                        throw new UnsupportedOperationException("encode");
                    }

                    @Override
                    public byte[] decode(WireReader in) {
                        in.readFixed64();
                        return new byte[0];
                    }
                },
                Pair.LONG);
        assertThatThrownBy(() -> numbers.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RpcException.class)
                .hasMessageContaining("INTERNAL: reply: ");
    }

    private void assertFails(String what, StatusCode code, String text) {
        CompletableFuture<String> answer = call(what);
        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(RpcException.class, e -> {
                    assertThat(e.status().code()).isEqualTo(code);
                    assertThat(e.status().message()).contains(text).doesNotContain("secret");
                });
    }
}
