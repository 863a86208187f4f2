package dev.outboard.rpc.opentelemetry;

import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientCallSummary;
import dev.outboard.rpc.ClientCallWatcher;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Makes the spans of a channel's calls. */
final class ClientSpans implements ClientCallWatcher {
    private final Tracer tracer;
    private final ServerSpans servers;
    private final Peer peer;

    ClientSpans(Tracer tracer, ServerSpans servers, Peer peer) {
        this.tracer = tracer;
        this.servers = servers;
        this.peer = peer;
    }

    @Override
    public Watch started(Method method, CallOptions options) {
        Span span = tracer.spanBuilder(method.fullName())
                .setParent(parent(options))
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(RpcAttributes.client(method, peer))
                .startSpan();
        return new CallSpan(span);
    }

    /** What the caller does; where that is nothing, the call that it is made for. */
    private Context parent(CallOptions options) {
        Context current = Context.current();
        CallContext served = options.parent();
        if (served == null || Span.fromContext(current).getSpanContext().isValid()) {
            return current;
        }
        Context context = servers.contextOf(served);
        return context == null ? current : context;
    }

    /** A call's span, until the call ends. */
    private record CallSpan(Span span) implements Watch {
        @Override
        public CallOptions options(CallOptions given) {
            return TraceContexts.with(given, span.getSpanContext());
        }

        @Override
        public void ended(ClientCallSummary call) {
            span.setAttribute(RpcAttributes.STATUS_CODE, call.code().name());
            Status failure = call.failure();
            if (failure != null) {
                span.setAttribute(RpcAttributes.ERROR_TYPE, call.code().name());
                span.setStatus(StatusCode.ERROR, failure.message());
            }
            span.end();
        }
    }
}
