package dev.outboard.rpc.opentelemetry;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Between OpenTelemetry's contexts and the trace contexts of calls. */
final class TraceContexts {
    private static final String TRACE_STATE = "tracestate";
    private static final String TRACE_PARENT = "traceparent";
    private static final int HALF = 16;
    private static final TextMapSetter<Map<String, String>> PUT = (map, key, value) -> {
        if (map != null) {
            map.put(key, value);
        }
    };

    private TraceContexts() {}

    /** The options with a span's context in the place of what they had. */
    static CallOptions with(CallOptions options, SpanContext span) {
        if (!span.isValid()) {
            return options;
        }
        String id = span.getTraceId();
        CallOptions traced = options.withTrace(new TraceContext(
                HexFormat.fromHexDigitsToLong(id, 0, HALF),
                HexFormat.fromHexDigitsToLong(id, HALF, 2 * HALF),
                HexFormat.fromHexDigitsToLong(span.getSpanId()),
                span.getTraceFlags().asByte() & 0xff));
        return span.getTraceState().isEmpty() ? traced : traced.withMetadata(withState(options.metadata(), span));
    }

    private static Metadata withState(Metadata metadata, SpanContext span) {
        Map<String, String> fields = new TreeMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(Span.wrap(span)), fields, PUT);
        String state = fields.get(TRACE_STATE);
        return state == null || metadata.text(TRACE_STATE) != null
                ? metadata
                : metadata.toBuilder().text(TRACE_STATE, state).build();
    }

    /** The context that a call has come with; the root where it has none. */
    static Context of(CallContext call) {
        TraceContext trace = call.trace();
        if (trace == null) {
            return Context.root();
        }
        HexFormat hex = HexFormat.of();
        SpanContext remote = SpanContext.createFromRemoteParent(
                hex.toHexDigits(trace.traceIdHigh()) + hex.toHexDigits(trace.traceIdLow()),
                hex.toHexDigits(trace.parentId()),
                TraceFlags.fromByte((byte) trace.flags()),
                state(trace, call));
        return Context.root().with(Span.wrap(remote));
    }

    private static TraceState state(TraceContext trace, CallContext call) {
        String state;
        try {
            state = call.metadata().text(TRACE_STATE);
        } catch (MalformedMessageException e) {
            state = null; // that is for the handler to look at; the trace goes on
        }
        if (state == null) {
            return TraceState.getDefault();
        }
        // The propagator checks it, and drops one that is malformed.
        Context read = W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), new Received(trace.toTraceparent(), state), Received.GETTER);
        return Span.fromContext(read).getSpanContext().getTraceState();
    }

    /** The two fields as a propagator asks for them. */
    private record Received(String parent, String state) {
        static final TextMapGetter<Received> GETTER = (carrier, key) -> {
            if (carrier == null) {
                return null;
            }
            return key.equals(TRACE_PARENT) ? carrier.parent() : key.equals(TRACE_STATE) ? carrier.state() : null;
        };
    }
}
