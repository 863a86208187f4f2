package dev.outboard.rpc;

import dev.outboard.codec.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What all that is watched has in common: stands before the request, which it measures, and tells of the end. Used by the caller's
 * thread while the call is made, then by the one that ends it.
 */
class WatchedMessage implements MessageWriter, ClientCallSummary {
    private final Method method;
    private final ClientCallWatcher.Watch watch;
    private final MessageWriter request;
    private final long startNanos = System.nanoTime();
    private long endNanos;
    private int encodedBytes;
    private @Nullable Status failure;

    WatchedMessage(Method method, ClientCallWatcher.Watch watch, MessageWriter request) {
        this.method = method;
        this.watch = watch;
        this.request = request;
    }

    @Override
    public void write(WireWriter out) {
        int before = out.position();
        request.write(out);
        encodedBytes = out.position() - before;
    }

    /** It was not made, for a reason that its caller is thrown. */
    final void threw(Throwable cause) {
        tell(new Status(
                StatusCode.INTERNAL, true, "call: not made, " + cause.getClass().getName()));
    }

    final void tell(@Nullable Status status) {
        endNanos = System.nanoTime();
        failure = status;
        watch.ended(this);
    }

    // ---- ClientCallSummary

    @Override
    public final Method method() {
        return method;
    }

    @Override
    public final StatusCode code() {
        Status status = failure;
        return status == null ? StatusCode.OK : status.code();
    }

    @Override
    public final @Nullable Status failure() {
        return failure;
    }

    @Override
    public final long durationNanos() {
        return endNanos - startNanos;
    }

    @Override
    public long requestBytes() {
        return encodedBytes;
    }

    @Override
    public long replyBytes() {
        return 0;
    }
}
