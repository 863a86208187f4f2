package dev.outboard.rpc;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.WireReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls with messages that are objects, for those who prefer futures to callbacks and do not mind garbage. */
public final class FutureCall {
    private FutureCall() {}

    /**
     * Makes a unary call. The future is completed on the connection's event loop, which what depends on it must not block;
     * where the call fails, with an {@link RpcException}. Cancelling the future cancels the call.
     *
     * @throws RuntimeException what {@code requests} threw; nothing is sent then
     */
    @SuppressWarnings("FutureReturnValueIgnored") // of a dependent whose action does not throw
    public static <Q, R> CompletableFuture<R> call(
            RpcChannel channel,
            Method method,
            Q request,
            MessageCodec<Q> requests,
            MessageCodec<R> replies,
            Duration timeout) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        CallHandle call =
                channel.startCall(method, out -> requests.encode(request, out), timeout.toNanos(), new ReplyHandler() {
                    @Override
                    public void onReply(WireReader reply) {
                        try {
                            answer.complete(replies.decode(reply));
                        } catch (MalformedMessageException e) {
                            answer.completeExceptionally(new RpcException(Decoding.malformed("reply", e), e));
                        } catch (RuntimeException e) {
                            answer.completeExceptionally(e);
                        }
                    }

                    @Override
                    public void onFailure(Status status) {
                        answer.completeExceptionally(new RpcException(status));
                    }
                });
        answer.whenComplete((reply, failure) -> {
            if (answer.isCancelled()) {
                call.cancel("future cancelled");
            }
        });
        return answer;
    }
}
