package dev.outboard.rpc.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.BlockingStream;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StreamReceiver;
import dev.outboard.rpc.TraceContext;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // a scope is only closed
final class RpcTracingTest {
    private static final SpanContext FAR = SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.builder().put("vendor", "value").build());

    private static void assertChild(SpanData child, SpanData parent) {
        assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
        assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Echo", "EchoOnWorkers"})
    void serversSpan_isTheChildOfTheClients(String name) {
        Method method = Method.unary(Traced.SERVICE + "/" + name);
        try (Traced traced = new Traced()) {
            Traced.call(traced.channel, method);
            traced.spans(2);
            SpanData client = traced.span(SpanKind.CLIENT, method);
            SpanData server = traced.span(SpanKind.SERVER, method);
            assertChild(server, client);
            assertThat(client.getParentSpanContext().isValid()).isFalse();
            assertThat(server.getParentSpanContext().isRemote()).isTrue();
            assertThat(server.getEndEpochNanos()).isGreaterThanOrEqualTo(server.getStartEpochNanos());
        }
    }

    @Test
    void spans_haveTheAttributesOfTheConventions() {
        try (Traced traced = new Traced()) {
            Traced.call(traced.channel, Traced.ECHO);
            SpanData client = traced.span(SpanKind.CLIENT, Traced.ECHO);
            SpanData server = traced.span(SpanKind.SERVER, Traced.ECHO);
            for (SpanData span : new SpanData[] {client, server}) {
                assertThat(span.getAttributes().asMap())
                        .containsEntry(stringKey("rpc.system"), "outboard")
                        .containsEntry(stringKey("rpc.system.name"), "outboard")
                        .containsEntry(stringKey("rpc.service"), Traced.SERVICE)
                        .containsEntry(stringKey("rpc.method"), Traced.SERVICE + "/Echo")
                        .containsEntry(stringKey("rpc.response.status_code"), "OK")
                        .doesNotContainKey(stringKey("error.type"));
                assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            }
            assertThat(client.getAttributes().get(stringKey("server.address"))).isNotBlank();
            assertThat(client.getAttributes().get(longKey("server.port"))).isEqualTo(traced.server.port());
            assertThat(server.getAttributes().get(stringKey("network.peer.address")))
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void callersSpan_isTheParent_andItsStateTravels() {
        try (Traced traced = new Traced()) {
            try (Scope scope = Span.wrap(FAR).makeCurrent()) {
                Traced.call(traced.channel, Traced.ECHO);
            }
            SpanData client = traced.span(SpanKind.CLIENT, Traced.ECHO);
            assertThat(client.getTraceId()).isEqualTo(FAR.getTraceId());
            assertThat(client.getParentSpanId()).isEqualTo(FAR.getSpanId());
            SpanData server = traced.span(SpanKind.SERVER, Traced.ECHO);
            assertChild(server, client);
            assertThat(server.getSpanContext().getTraceState().get("vendor")).isEqualTo("value");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forward", "ForwardElsewhere"})
    void callOfAHandler_isTheChildOfItsSpan(String name) {
        Method method = Method.unary(Traced.SERVICE + "/" + name);
        try (Traced traced = new Traced()) {
            Traced.call(traced.channel, method);
            traced.spans(4);
            SpanData inner = traced.span(SpanKind.CLIENT, Traced.ECHO);
            assertChild(traced.span(SpanKind.SERVER, Traced.ECHO), inner);
            assertChild(inner, traced.span(SpanKind.SERVER, method));
            assertChild(traced.span(SpanKind.SERVER, method), traced.span(SpanKind.CLIENT, method));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Deny, PERMISSION_DENIED, UNSET",
        "Throw, INTERNAL, ERROR",
        // What the handler completed well, and the client was told could not be sent.
        "TooLong, RESOURCE_EXHAUSTED, UNSET"
    })
    void failure_isInBothSpans(String name, String code, StatusCode onTheServer) {
        Method method = Method.unary(Traced.SERVICE + "/" + name);
        try (Traced traced = new Traced()) {
            assertThatThrownBy(() -> Traced.call(traced.channel, method)).isInstanceOf(RpcException.class);
            SpanData client = traced.span(SpanKind.CLIENT, method);
            SpanData server = traced.span(SpanKind.SERVER, method);
            for (SpanData span : new SpanData[] {client, server}) {
                assertThat(span.getAttributes().asMap())
                        .containsEntry(stringKey("rpc.response.status_code"), code)
                        .containsEntry(stringKey("error.type"), code);
            }
            assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(server.getStatus().getStatusCode()).isEqualTo(onTheServer);
        }
    }

    @Test
    void callThatNoHandlerSees_hasAClientsSpanOnly() {
        try (Traced traced = new Traced()) {
            Method missing = Method.unary(Traced.SERVICE + "/Missing");
            assertThatThrownBy(() -> Traced.call(traced.channel, missing)).isInstanceOf(RpcException.class);
            assertThat(traced.spans(1).get(0).getAttributes().get(stringKey("error.type")))
                    .isEqualTo("UNIMPLEMENTED");
        }
    }

    @Test
    void stream_isOneSpan_andItsListenersCallsAreItsChildren() throws Exception {
        try (Traced traced = new Traced()) {
            try (BlockingStream<Integer> stream =
                    BlockingStream.open(traced.channel, Traced.STREAM, Traced.OPTIONS, WireReader::length)) {
                stream.send(Traced.bytes(1));
                assertThat(stream.next()).isEqualTo(8);
                stream.end();
                assertThat(stream.next()).isNull();
            }
            traced.spans(4);
            SpanData server = traced.span(SpanKind.SERVER, Traced.STREAM);
            assertChild(server, traced.span(SpanKind.CLIENT, Traced.STREAM));
            assertChild(traced.span(SpanKind.CLIENT, Traced.ECHO), server);
            assertThat(server.getAttributes().get(stringKey("rpc.response.status_code")))
                    .isEqualTo("OK");
        }
    }

    @Test
    void spansOfWhatAClosingServerLeaves_end() {
        try (Traced traced = new Traced()) {
            traced.channel.openStream(Traced.STREAM, 0, new Nobody());
            traced.channel.call(Traced.PARK, Traced.bytes(8), Traced.OPTIONS, new Nobody());
            Await.until("both", () -> !traced.streams.isEmpty() && !traced.parked.isEmpty());
            traced.connection.close();
            Await.until("gone", () -> traced.parked.element().cancelled());
            traced.parked.remove().complete();
            traced.server.close();
            traced.spans(4);
        }
    }

    @Test
    void oneWayMessage_hasTwoSpans() {
        try (Traced traced = new Traced()) {
            traced.channel.oneWay(Traced.SINK, Traced.bytes(8));
            traced.spans(2);
            assertChild(traced.span(SpanKind.SERVER, Traced.SINK), traced.span(SpanKind.CLIENT, Traced.SINK));
        }
    }

    @Test
    void managedChannel_isTracedByTheNameThatItWasMadeFor() {
        try (Traced traced = new Traced();
                ManagedChannel channel = ManagedChannelBuilder.of(
                                "static:///127.0.0.1:" + traced.server.port(), traced.client)
                        .build()) {
            Traced.call(channel.intercepted(traced.tracing.client("echo.example", 7400)), Traced.ECHO);
            SpanData client = traced.span(SpanKind.CLIENT, Traced.ECHO);
            assertThat(client.getAttributes().get(stringKey("server.address"))).isEqualTo("echo.example");
            assertThat(client.getAttributes().get(longKey("server.port"))).isEqualTo(7400);
            assertChild(traced.span(SpanKind.SERVER, Traced.ECHO), client);
        }
    }

    @Test
    void traceThatIsNotSampled_travelsAndIsNotRecorded() {
        try (Traced traced = new Traced(Sampler.parentBased(Sampler.alwaysOff()))) {
            try (Scope scope = Span.wrap(SpanContext.create(
                            FAR.getTraceId(), FAR.getSpanId(), TraceFlags.getDefault(), TraceState.getDefault()))
                    .makeCurrent()) {
                traced.channel.call(Traced.PARK, Traced.bytes(8), Traced.OPTIONS, new Nobody());
            }
            Await.until("parked", () -> !traced.parked.isEmpty());
            TraceContext trace = traced.parked.element().trace();
            assertThat(trace.toTraceparent())
                    .startsWith("00-" + FAR.getTraceId())
                    .endsWith("-00");
            traced.parked.remove().complete();
            Traced.call(traced.channel, Traced.ECHO);
            assertThat(traced.exporter.getFinishedSpanItems()).isEmpty();
        }
    }

    @Test
    void noop_sendsNoTrace() {
        RpcTracing tracing = new RpcTracing(OpenTelemetry.noop());
        try (Traced traced = new Traced()) {
            Traced.call(tracing.traced(traced.connection), Traced.ECHO);
            SpanData server = traced.spans(1).get(0);
            assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
            assertThat(server.getParentSpanContext().isValid()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "a=1,a=2,,", "no state at all"})
    void stateThatIsNone_leavesTheTrace(String state) {
        TraceContext trace = new TraceContext(1, 2, 3, 1);
        CallOptions options = Traced.OPTIONS.withTrace(trace).withMetadata(Metadata.of("tracestate", state));
        try (Traced traced = new Traced()) {
            Traced.call(traced.connection, Traced.ECHO, options);
            SpanData server = traced.spans(1).get(0);
            assertThat(server.getParentSpanContext().getTraceId()).isEqualTo("00000000000000010000000000000002");
            assertThat(server.getParentSpanContext().getSpanId()).isEqualTo("0000000000000003");
        }
    }

    /** Takes ends that nobody waits for. */
    private static final class Nobody implements ReplyHandler, StreamReceiver {
        @Override
        public void onReply(WireReader reply) {
            // Nobody waits for it.
        }

        @Override
        public void onMessage(WireReader message) {
            // Nobody waits for it.
        }

        @Override
        public void onComplete() {
            // Nobody waits for it.
        }

        @Override
        public void onFailure(Status status) {
            // Nobody waits for it.
        }

        @Override
        public void onFailure(Status status, ReplyInfo info) {
            // Nobody waits for it.
        }
    }
}
