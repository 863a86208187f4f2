package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallSummary;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.StatusWord;
import org.jspecify.annotations.Nullable;

/** The call that a server's observers are being told of. */
final class EndedCall implements CallSummary {
    private Method method;
    private int statusWord;
    private long queueNanos;
    private long runNanos;
    private long requestBytes;
    private long replyBytes;
    private @Nullable Object kept;

    EndedCall(Method first) {
        method = first;
    }

    EndedCall set(
            Method newMethod,
            int newStatusWord,
            long newQueueNanos,
            long newRunNanos,
            long newRequestBytes,
            long newReplyBytes) {
        method = newMethod;
        statusWord = newStatusWord;
        queueNanos = newQueueNanos;
        runNanos = newRunNanos;
        requestBytes = newRequestBytes;
        replyBytes = newReplyBytes;
        return this;
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public StatusCode code() {
        return StatusWord.code(statusWord);
    }

    @Override
    public boolean notProcessed() {
        return StatusWord.notProcessed(statusWord);
    }

    @Override
    public long queueNanos() {
        return queueNanos;
    }

    @Override
    public long runNanos() {
        return runNanos;
    }

    @Override
    public long requestBytes() {
        return requestBytes;
    }

    @Override
    public long replyBytes() {
        return replyBytes;
    }

    void keep(@Nullable Object ofTheObserver) {
        kept = ofTheObserver;
    }

    @Override
    public @Nullable Object kept() {
        return kept;
    }
}
