package dev.outboard.rpc.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.BlockingCall;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamListener;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** A server and a client that are traced, on a real socket; the server's handlers call the same server. */
final class Traced implements AutoCloseable {
    static final String SERVICE = "outboard.test.Traced";
    static final Method ECHO = Method.unary(SERVICE + "/Echo");
    static final Method ECHO_ON_WORKERS = Method.unary(SERVICE + "/EchoOnWorkers");
    /** Calls ECHO, and replies with what that did: on its own thread, or, as its child, on another. */
    static final Method FORWARD = Method.unary(SERVICE + "/Forward");

    static final Method FORWARD_ELSEWHERE = Method.unary(SERVICE + "/ForwardElsewhere");
    static final Method PARK = Method.unary(SERVICE + "/Park");
    static final Method DENY = Method.unary(SERVICE + "/Deny");
    static final Method THROW = Method.unary(SERVICE + "/Throw");
    /** Replies with more than fits any message. */
    static final Method TOO_LONG = Method.unary(SERVICE + "/TooLong");

    static final Method SINK = Method.oneWay(SERVICE + "/Sink");
    /** Calls ECHO for every message. */
    static final Method STREAM = Method.bidiStream(SERVICE + "/Stream");

    static final CallOptions OPTIONS = CallOptions.timeout(Duration.ofMinutes(1));

    final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    final OpenTelemetrySdk sdk;
    final RpcTracing tracing;
    final Queue<ServerCall> parked = new ConcurrentLinkedQueue<>();
    final Queue<ServerStream> streams = new ConcurrentLinkedQueue<>();
    final RpcServer server;
    final RpcClient client;
    final ClientConnection connection;
    final RpcChannel channel;

    Traced() {
        this(Sampler.parentBased(Sampler.alwaysOn()));
    }

    Traced(Sampler sampler) {
        sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
        tracing = new RpcTracing(sdk);
        server = tracing.traced(RpcServerBuilder.create().codec("safe"))
                .service(service())
                .start();
        client = RpcClientBuilder.create().codec("safe").build();
        connection = client.connect(server.address());
        channel = tracing.traced(connection);
    }

    private Service service() {
        return Service.named(SERVICE)
                .unary(ECHO, Execution.EVENT_LOOP, Traced::echo)
                .unary(ECHO_ON_WORKERS, Execution.WORKERS, Traced::echo)
                .unary(FORWARD, Execution.WORKERS, call -> forward(call, OPTIONS, Runnable::run))
                .unary(
                        FORWARD_ELSEWHERE,
                        Execution.WORKERS,
                        call -> forward(call, OPTIONS.childOf(call), task -> new Thread(task).start()))
                .unary(PARK, Execution.EVENT_LOOP, parked::add)
                .unary(DENY, Execution.WORKERS, call -> call.fail(StatusCode.PERMISSION_DENIED, "not you"))
                .unary(THROW, Execution.WORKERS, call -> {
                    throw new IllegalStateException("of a handler");
                })
                .unary(TOO_LONG, Execution.WORKERS, call -> {
                    bytes(5 << 20).write(call.reply());
                    call.complete();
                })
                .oneWay(SINK, Execution.WORKERS, ServerCall::complete)
                .stream(STREAM, Execution.WORKERS, this::stream)
                .build();
    }

    private static void echo(ServerCall call) {
        call.reply().writeRaw(call.request(), 0, call.request().length());
        call.complete();
    }

    private void forward(ServerCall call, CallOptions options, Executor where) {
        where.execute(() -> {
            int length = BlockingCall.call(channel, ECHO, bytes(8), options, WireReader::length);
            call.reply().writeFixed32(length);
            call.complete();
        });
    }

    private StreamListener stream(ServerStream stream) {
        streams.add(stream);
        return new StreamListener() {
            @Override
            public void onMessage(WireReader message) {
                int length = BlockingCall.call(channel, ECHO, bytes(8), OPTIONS, WireReader::length);
                stream.send(bytes(length));
            }

            @Override
            public void onEnd() {
                assertThat(Span.current().getSpanContext().isValid()).isTrue();
                stream.complete();
            }
        };
    }

    static MessageWriter bytes(int length) {
        return out -> out.writeRaw(new byte[length], 0, length);
    }

    static void call(RpcChannel channel, Method method) {
        call(channel, method, OPTIONS);
    }

    static void call(RpcChannel channel, Method method, CallOptions options) {
        BlockingCall.call(channel, method, bytes(8), options, WireReader::length);
    }

    /** Waits for as many spans. */
    List<SpanData> spans(int count) {
        Await.until(count + " spans", () -> exporter.getFinishedSpanItems().size() >= count);
        assertThat(exporter.getFinishedSpanItems()).hasSize(count);
        return exporter.getFinishedSpanItems();
    }

    /** The one span of a method on a side. */
    SpanData span(SpanKind kind, Method method) {
        String name = method.fullName();
        Await.until(
                kind + " " + name,
                () -> exporter.getFinishedSpanItems().stream()
                        .anyMatch(
                                span -> span.getKind() == kind && span.getName().equals(name)));
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == kind && span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        for (ServerCall call = parked.poll(); call != null; call = parked.poll()) {
            call.complete();
        }
        client.close();
        server.close();
        sdk.close();
        Await.until(
                "ledgers",
                () -> client.ledger().usedBytes() == 0 && server.ledger().usedBytes() == 0);
    }
}
