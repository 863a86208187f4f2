package dev.outboard.rpc.flow;

import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Streams on the client as publishers and subscribers. A publisher that is returned makes a call of its own for each of its subscribers, when it is
 * subscribed to; cancelling the subscription cancels the call. A stream that fails ends in {@link Flow.Subscriber#onError} with an
 * {@link RpcException}, behind the messages that came before. Signals come on the connection's event loop, which they must not block, or on the thread that asks for more.
 */
public final class FlowCall {
    private FlowCall() {}

    /**
     * The replies to one request.
     *
     * @param options whose timeout is for the whole stream
     */
    public static <Q, R> Flow.Publisher<R> serverStream(
            RpcChannel channel,
            Method method,
            Q request,
            MessageCodec<Q> requests,
            MessageCodec<R> replies,
            CallOptions options) {
        MessageWriter writer = out -> requests.encode(request, out);
        return subscriber -> new Call<Q, R>(requests, replies, null)
                .run(subscriber, receiver -> channel.openStream(method, writer, options, receiver));
    }

    /**
     * The replies to what a publisher has, which is subscribed to when the returned one is.
     *
     * @param options whose timeout is for the whole stream
     */
    public static <Q, R> Flow.Publisher<R> bidiStream(
            RpcChannel channel,
            Method method,
            Flow.Publisher<Q> messages,
            MessageCodec<Q> requests,
            MessageCodec<R> replies,
            CallOptions options) {
        return subscriber -> new Call<>(requests, replies, messages)
                .run(subscriber, receiver -> channel.openStream(method, options, receiver));
    }

    /**
     * The one reply to what a publisher has, which is subscribed to at once. Cancelling the future cancels the call, and the subscription.
     *
     * @param options whose timeout is for the whole stream
     */
    @SuppressWarnings("FutureReturnValueIgnored") // of a dependent whose action does not throw
    public static <Q, R> CompletableFuture<R> clientStream(
            RpcChannel channel,
            Method method,
            Flow.Publisher<Q> messages,
            MessageCodec<Q> requests,
            MessageCodec<R> replies,
            CallOptions options) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
        bidiStream(channel, method, messages, requests, replies, options).subscribe(new Flow.Subscriber<R>() {
            private @Nullable R reply;

            @Override
            public void onSubscribe(Flow.Subscription newSubscription) {
                subscription.set(newSubscription);
                newSubscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(R message) {
                reply = message;
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                R last = reply;
                if (last == null) {
                    answer.completeExceptionally(
                            new RpcException(new Status(StatusCode.INTERNAL, false, "reply: none (expected: one)")));
                } else {
                    answer.complete(last);
                }
            }
        });
        answer.whenComplete((reply, failure) -> {
            if (answer.isCancelled()) {
                Objects.requireNonNull(subscription.get(), "subscription").cancel();
            }
        });
        return answer;
    }

    /** Opens a stream. */
    private interface Opener {
        ClientStream open(StreamReceiver receiver);
    }

    /** One call: what comes goes to its subscriber, what its publisher has goes to the server. */
    private static final class Call<Q, R> implements StreamReceiver, Outflow.End {
        private final MessageCodec<Q> requests;
        private final Inflow<R> in;
        private final Flow.@Nullable Publisher<Q> messages;
        /** Completed with the stream, and nothing before it is there. */
        private final CompletableFuture<ClientStream> stream = new CompletableFuture<>();

        private final CompletableFuture<Outflow<Q>> out = new CompletableFuture<>();

        Call(MessageCodec<Q> requests, MessageCodec<R> replies, Flow.@Nullable Publisher<Q> messages) {
            this.requests = requests;
            this.messages = messages;
            this.in = new Inflow<>(replies, this::abandoned);
        }

        void run(Flow.Subscriber<? super R> subscriber, Opener opener) {
            in.subscribe(subscriber);
            if (in.isAbandoned()) {
                return;
            }
            ClientStream opened;
            try {
                opened = opener.open(this);
            } catch (RuntimeException e) {
                in.fail(e);
                return;
            }
            in.from(opened);
            stream.complete(opened);
            Flow.Publisher<Q> source = messages;
            if (source != null) {
                Outflow<Q> sending = new Outflow<>(opened, requests, this);
                out.complete(sending);
                try {
                    source.subscribe(sending);
                } catch (RuntimeException e) {
                    failed(e); // a publisher should not throw; its call ends all the same
                }
            }
            if (in.isAbandoned()) {
                stopSending(); // it may have been while it began
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // of a dependent whose action does not throw
        private void abandoned(Status reason) {
            stream.thenAccept(opened -> opened.cancel(reason.message()));
            stopSending();
        }

        private void stopSending() {
            Outflow<Q> sending = out.getNow(null);
            if (sending != null) {
                sending.stop();
            }
        }

        // ---- Outflow.End

        @Override
        public void completed() {
            stream.join().end();
        }

        @Override
        public void failed(Throwable reason) {
            in.fail(
                    reason instanceof RpcException
                            ? reason
                            : new RpcException(new Status(StatusCode.CANCELLED, false, "publisher: failed"), reason));
            stream.join().cancel("publisher: failed");
        }

        // ---- StreamReceiver

        @Override
        public void onMessage(WireReader message) {
            in.message(message);
        }

        @Override
        public void onReady() {
            Outflow<Q> sending = out.getNow(null);
            if (sending != null) {
                sending.ready();
            }
        }

        @Override
        public void onComplete() {
            in.complete();
            stopSending();
        }

        @Override
        public void onFailure(Status status) {
            in.fail(new RpcException(status));
            stopSending();
        }
    }
}
