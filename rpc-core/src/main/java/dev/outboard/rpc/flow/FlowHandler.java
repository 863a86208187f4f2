package dev.outboard.rpc.flow;

import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamHandler;
import dev.outboard.rpc.StreamListener;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves streams with publishers and subscribers. Services are called on the threads of the method's {@link dev.outboard.rpc.Execution}, and signals
 * come there, or on the thread that asks for more. A publisher or stage that fails with an {@link RpcException} fails the stream with that status, any other
 * with INTERNAL and without its text. A client that gives up cancels the subscription to its replies, or the stage, and fails its messages.
 */
public final class FlowHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FlowHandler.class);

    private FlowHandler() {}

    /** Of a method whose clients send one request and get what a publisher has. */
    public static <Q, R> StreamHandler serverStream(
            MessageCodec<Q> requests,
            MessageCodec<R> replies,
            Function<? super Q, ? extends Flow.Publisher<R>> service) {
        return stream -> {
            Q request = requests.decode(stream.request());
            Served<Q, R> served = new Served<>(stream, requests, replies);
            served.reply(service.apply(request));
            return served;
        };
    }

    /** Of a method whose clients send messages and get what a publisher has. */
    public static <Q, R> StreamHandler bidiStream(
            MessageCodec<Q> requests,
            MessageCodec<R> replies,
            Function<? super Flow.Publisher<Q>, ? extends Flow.Publisher<R>> service) {
        return stream -> {
            Served<Q, R> served = new Served<>(stream, requests, replies);
            served.reply(service.apply(served.in));
            return served;
        };
    }

    /** Of a method whose clients send messages and get one reply. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a dependent whose action does not throw
    public static <Q, R> StreamHandler clientStream(
            MessageCodec<Q> requests,
            MessageCodec<R> replies,
            Function<? super Flow.Publisher<Q>, ? extends CompletionStage<R>> service) {
        return stream -> {
            Served<Q, R> served = new Served<>(stream, requests, replies);
            CompletionStage<R> reply = service.apply(served.in);
            if (reply instanceof CompletableFuture<R> future) {
                stream.onCancel(() -> future.cancel(false));
            }
            reply.whenComplete((message, failure) -> served.end(message, failure));
            return served;
        };
    }

    /** One stream. */
    private static final class Served<Q, R> implements StreamListener, Outflow.End {
        final Inflow<Q> in;
        private final ServerStream stream;
        private final MessageCodec<R> replies;
        private final Outflow<R> out;
        private final AtomicBoolean ended = new AtomicBoolean();

        Served(ServerStream stream, MessageCodec<Q> requests, MessageCodec<R> replies) {
            this.stream = stream;
            this.replies = replies;
            this.in = new Inflow<>(requests, reason -> malformed(reason));
            this.in.from(stream);
            this.out = new Outflow<>(stream, replies, this);
        }

        void reply(Flow.Publisher<R> messages) {
            messages.subscribe(out);
        }

        /** A subscriber that does not want the rest leaves the stream alone; a message that cannot be read does not. */
        private void malformed(Status reason) {
            if (reason.code() == StatusCode.INTERNAL) {
                fail(StatusCode.INVALID_ARGUMENT, reason.message());
            }
        }

        void end(@Nullable R message, @Nullable Throwable failure) {
            if (failure != null || message == null) {
                failed(failure == null ? new IllegalStateException("reply: null (expected: a message)") : failure);
            } else if (ended.compareAndSet(false, true)) {
                try {
                    endNow(() -> stream.complete(writer -> replies.encode(message, writer)));
                } catch (RuntimeException e) {
                    ended.set(false);
                    failed(e);
                }
            }
        }

        private void fail(StatusCode code, String text) {
            if (ended.compareAndSet(false, true)) {
                endNow(() -> stream.fail(code, text));
            }
        }

        /** Ends the stream, unless the client's giving up is about to do so. */
        private void endNow(Runnable action) {
            try {
                action.run();
            } catch (IllegalStateException e) {
                LOG.debug("stream: given up before its handler ended it", e);
            }
            over();
        }

        /** Nothing is sent or taken any more. */
        private void over() {
            out.stop();
            in.fail(new RpcException(new Status(StatusCode.CANCELLED, false, "stream: ended by its handler")));
        }

        // ---- Outflow.End

        @Override
        public void completed() {
            if (ended.compareAndSet(false, true)) {
                endNow(stream::complete);
            }
        }

        @Override
        public void failed(Throwable reason) {
            Throwable cause =
                    reason instanceof CompletionException && reason.getCause() != null ? reason.getCause() : reason;
            if (cause instanceof RpcException e) {
                fail(e.status().code(), e.status().message());
            } else if (cause instanceof CancellationException) {
                fail(StatusCode.CANCELLED, "reply: cancelled");
            } else {
                LOG.warn("handler: its publisher or stage failed (expected: an RpcException)", cause);
                fail(StatusCode.INTERNAL, "handler: failed (expected: an answer)");
            }
        }

        // ---- StreamListener

        @Override
        public void onMessage(WireReader message) {
            in.message(message);
        }

        @Override
        public void onEnd() {
            in.complete();
        }

        @Override
        public void onReady() {
            out.ready();
        }

        @Override
        public void onCancel(Status reason) {
            ended.set(true); // by itself, when this returns
            in.fail(new RpcException(reason));
            out.stop();
        }
    }
}
