package dev.outboard.rpc;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.MessageCodec;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves unary calls with messages that are objects, and a stage that is the reply to come. A stage that fails with an
 * {@link RpcException} fails its call with that status, one that is cancelled with CANCELLED, any other with INTERNAL and
 * without its text. A client that gives up cancels a stage that is a {@link CompletableFuture}.
 *
 * @param <Q> the requests
 * @param <R> the replies
 */
public final class FutureHandler<Q, R> implements CallHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FutureHandler.class);

    private final MessageCodec<Q> requests;
    private final MessageCodec<R> replies;
    private final Function<Q, ? extends CompletionStage<R>> service;

    /** @param service called on the threads of the method's {@link Execution} */
    public FutureHandler(
            MessageCodec<Q> requests, MessageCodec<R> replies, Function<Q, ? extends CompletionStage<R>> service) {
        this.requests = requests;
        this.replies = replies;
        this.service = service;
    }

    @Override
    public void handle(ServerCall call) {
        CompletionStage<R> reply = service.apply(requests.decode(call.request()));
        if (reply instanceof CompletableFuture<R> future) {
            call.onCancel(() -> future.cancel(false));
        }
        reply.whenComplete((message, failure) -> end(call, message, failure));
    }

    private void end(ServerCall call, @Nullable R message, @Nullable Throwable failure) {
        if (failure != null || message == null) {
            fail(call, failure);
            return;
        }
        try {
            replies.encode(message, call.reply());
        } catch (FrameOverflowException | FrameBudgetException e) {
            call.fail(StatusCode.RESOURCE_EXHAUSTED, "reply: too long, or no memory for it");
            return;
        } catch (RuntimeException e) {
            fail(call, e);
            return;
        }
        call.complete();
    }

    private static void fail(ServerCall call, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RpcException e) {
            call.fail(e.status().code(), e.status().message());
        } else if (cause instanceof CancellationException) {
            call.fail(StatusCode.CANCELLED, "reply: cancelled");
        } else {
            LOG.warn("handler: its stage failed (expected: a reply, or an RpcException)", cause);
            call.fail(StatusCode.INTERNAL, "handler: failed (expected: an answer)");
        }
    }
}
