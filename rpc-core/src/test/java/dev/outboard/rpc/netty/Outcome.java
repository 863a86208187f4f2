package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for the end of one call, and counts how often it was told. */
final class Outcome implements ReplyHandler {
    private static final int SECONDS = 60;

    final AtomicInteger told = new AtomicInteger();
    private final CompletableFuture<byte[]> reply = new CompletableFuture<>();
    private final CompletableFuture<Status> failure = new CompletableFuture<>();

    @Override
    public void onReply(WireReader body) {
        told.incrementAndGet();
        byte[] bytes = new byte[body.length()];
        body.bytesAt(0, bytes, 0, bytes.length);
        reply.complete(bytes);
        failure.completeExceptionally(new AssertionError("replied with " + bytes.length + " bytes"));
    }

    @Override
    public void onFailure(Status status) {
        told.incrementAndGet();
        failure.complete(status);
        reply.completeExceptionally(new AssertionError(status.toString()));
    }

    byte[] reply() throws Exception {
        return reply.get(SECONDS, TimeUnit.SECONDS);
    }

    Status failure() throws Exception {
        return failure.get(SECONDS, TimeUnit.SECONDS);
    }

    boolean isDone() {
        return told.get() > 0;
    }

    boolean isReply() {
        return reply.isDone() && !reply.isCompletedExceptionally();
    }

    void assertFailed(StatusCode code, boolean notProcessed, String text) throws Exception {
        assertThat(failure().code()).isEqualTo(code);
        assertThat(failure().notProcessed()).isEqualTo(notProcessed);
        assertThat(failure().message()).contains(text);
    }
}
