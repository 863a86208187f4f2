package dev.outboard.rpc.opentelemetry;

import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.CallSummary;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.StatusCode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the spans of a server's calls, and keeps them with the calls. */
final class ServerSpans implements CallObserver {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Tracer tracer;

    ServerSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * A span that is kept with its call.
     *
     * @param startNanos when the request was read, since 1970
     */
    private record CallSpan(Context context, long startNanos) {}

    /** The context of the span of a call; null for a call that has none. */
    @Nullable
    Context contextOf(CallContext call) {
        return call.kept(this) instanceof CallSpan span ? span.context() : null;
    }

    @Override
    public Object started(CallContext call, long queueNanos) {
        Method method = call.method();
        Context parent = TraceContexts.of(call);
        // By the system's clock at both ends: a span's own clock cannot begin in the past.
        Instant now = Instant.now();
        long startNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - queueNanos;
        Span span = tracer.spanBuilder(method.fullName())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(startNanos, TimeUnit.NANOSECONDS)
                .setAllAttributes(
                        RpcAttributes.server(method, Peer.of(call.connection().remoteAddress())))
                .startSpan();
        return new CallSpan(parent.with(span), startNanos);
    }

    @Override
    public void ended(CallSummary call) {
        if (!(call.kept() instanceof CallSpan kept)) {
            return;
        }
        StatusCode code = call.code();
        Span span = Span.fromContext(kept.context());
        span.setAttribute(RpcAttributes.STATUS_CODE, code.name());
        if (code != StatusCode.OK) {
            span.setAttribute(RpcAttributes.ERROR_TYPE, code.name());
        }
        if (isError(code)) {
            span.setStatus(io.opentelemetry.api.trace.StatusCode.ERROR);
        }
        span.end(kept.startNanos() + call.queueNanos() + call.runNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether a failure is the server's, as the conventions for gRPC's codes see it. */
    private static boolean isError(StatusCode code) {
        return switch (code) {
            case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
            default -> false;
        };
    }
}
