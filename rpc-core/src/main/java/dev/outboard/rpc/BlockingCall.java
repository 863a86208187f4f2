package dev.outboard.rpc;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Calls whose caller waits, on any thread but event loops, virtual ones included. For generated clients. */
public final class BlockingCall {
    private BlockingCall() {}

    /**
     * Makes a unary call and waits for its reply. A caller that is interrupted cancels the call.
     *
     * @param read takes what is wanted of the reply; on the event loop, which must not be blocked. <em>Borrows</em> the reader
     * @throws RpcException where the call fails; CANCELLED where the caller was interrupted, whose interrupt stays set
     * @throws RuntimeException what {@code request} or {@code read} threw
     */
    public static <R> R call(
            RpcChannel channel, Method method, MessageWriter request, Duration timeout, Function<WireReader, R> read) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        CallHandle call = channel.startCall(method, request, timeout.toNanos(), new ReplyHandler() {
            @Override
            public void onReply(WireReader reply) {
                try {
                    answer.complete(read.apply(reply));
                } catch (MalformedMessageException e) {
                    answer.completeExceptionally(new RpcException(Decoding.malformed("reply", e), e));
                } catch (Throwable t) {
                    answer.completeExceptionally(t);
                }
            }

            @Override
            public void onFailure(Status status) {
                answer.completeExceptionally(new RpcException(status));
            }
        });
        try {
            return answer.get();
        } catch (InterruptedException e) {
            call.cancel("caller interrupted");
            Thread.currentThread().interrupt();
            throw new RpcException(new Status(StatusCode.CANCELLED, false, "caller: interrupted"), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcException failed) {
                throw new RpcException(failed.status(), failed);
            }
            if (e.getCause() instanceof RuntimeException mine) {
                throw mine;
            }
            throw new IllegalStateException("reply: " + e.getCause() + " (expected: to be read)", e.getCause());
        }
    }
}
