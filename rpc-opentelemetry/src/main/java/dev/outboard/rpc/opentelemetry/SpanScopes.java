package dev.outboard.rpc.opentelemetry;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerInterceptor;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StreamHandler;
import dev.outboard.rpc.StreamListener;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** Makes a call's span current while its handler, or its stream's listener, runs. */
final class SpanScopes implements ServerInterceptor {
    private final ServerSpans spans;

    SpanScopes(ServerSpans spans) {
        this.spans = spans;
    }

    @Override
    @SuppressWarnings("try") // a scope is only closed
    public void call(ServerCall call, CallHandler next) {
        Context context = spans.contextOf(call);
        if (context == null) {
            next.handle(call);
            return;
        }
        try (Scope scope = context.makeCurrent()) {
            next.handle(call);
        }
    }

    @Override
    @SuppressWarnings("try") // a scope is only closed
    public StreamListener stream(ServerStream stream, StreamHandler next) {
        Context context = spans.contextOf(stream);
        if (context == null) {
            return next.open(stream);
        }
        try (Scope scope = context.makeCurrent()) {
            return new Scoped(context, next.open(stream));
        }
    }

    /** Hears of a stream with its span current. */
    @SuppressWarnings("try") // a scope is only closed
    private record Scoped(Context context, StreamListener listener) implements StreamListener {
        @Override
        public void onMessage(WireReader message) {
            try (Scope scope = context.makeCurrent()) {
                listener.onMessage(message);
            }
        }

        @Override
        public void onEnd() {
            try (Scope scope = context.makeCurrent()) {
                listener.onEnd();
            }
        }

        @Override
        public void onReady() {
            try (Scope scope = context.makeCurrent()) {
                listener.onReady();
            }
        }

        @Override
        public void onCancel(Status reason) {
            try (Scope scope = context.makeCurrent()) {
                listener.onCancel(reason);
            }
        }
    }
}
