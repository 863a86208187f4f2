package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client's end of a stream: keeps what came, and counts how often it was told of the end. */
final class Received implements StreamReceiver {
    private static final int SECONDS = 60;

    final Queue<byte[]> messages = new ConcurrentLinkedQueue<>();
    final Queue<Long> held = new ConcurrentLinkedQueue<>();
    final AtomicInteger told = new AtomicInteger();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final CompletableFuture<Status> failure = new CompletableFuture<>();
    /** What came beside the end. */
    volatile Metadata beside = Metadata.EMPTY;

    private final Semaphore ready = new Semaphore(0);
    /** Where credit is to be held, completed once the stream is known. */
    private final @Nullable CompletableFuture<ClientStream> holding;

    Received() {
        this(null);
    }

    /** @param holding the stream, whose credit is held */
    Received(@Nullable CompletableFuture<ClientStream> holding) {
        this.holding = holding;
    }

    @Override
    public void onMessage(WireReader message) {
        byte[] bytes = new byte[message.length()];
        message.bytesAt(0, bytes, 0, bytes.length);
        messages.add(bytes);
        if (holding != null) {
            held.add(holding.join().holdCredit());
        }
    }

    @Override
    public void onReady() {
        ready.release();
    }

    @Override
    public void onComplete() {
        told.incrementAndGet();
        end.complete("");
        failure.completeExceptionally(new AssertionError("completed"));
    }

    @Override
    public void onFailure(Status status) {
        told.incrementAndGet();
        failure.complete(status);
        end.completeExceptionally(new AssertionError(status.toString()));
    }

    @Override
    public void onComplete(ReplyInfo info) {
        beside = info.metadata();
        onComplete();
    }

    @Override
    public void onFailure(Status status, ReplyInfo info) {
        beside = info.metadata();
        onFailure(status);
    }

    /** Sends, waiting as long as it takes; returns how often it had to. */
    int send(ClientStream stream, MessageWriter message) throws InterruptedException {
        int waits = 0;
        SendResult result;
        while ((result = stream.send(message)) == SendResult.NOT_READY) {
            waits++;
            assertThat(ready.tryAcquire(SECONDS, TimeUnit.SECONDS))
                    .as("onReady")
                    .isTrue();
        }
        assertThat(result).isEqualTo(SendResult.ACCEPTED);
        return waits;
    }

    void assertCompleted() throws Exception {
        end.get(SECONDS, TimeUnit.SECONDS);
        assertThat(told).hasValue(1);
    }

    Status failure() throws Exception {
        return failure.get(SECONDS, TimeUnit.SECONDS);
    }

    void assertFailed(StatusCode code, boolean notProcessed, String text) throws Exception {
        assertThat(failure().code()).as(failure().toString()).isEqualTo(code);
        assertThat(failure().notProcessed()).isEqualTo(notProcessed);
        assertThat(failure().message()).contains(text);
        assertThat(told).hasValue(1);
    }
}
