package dev.outboard.rpc;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call has beside its method and its request. Immutable; every setter returns a copy. Made once and kept where it
 * stays the same, it costs a call nothing but the bytes that it adds.
 */
public final class CallOptions {
    private static final int MAX_ATTEMPT = 0xffff;

    private final long timeoutNanos;
    private final Metadata metadata;
    private final @Nullable TraceContext trace;
    private final @Nullable CallContext parent;
    private final int attempt;
    private final boolean serverTimes;
    private final @Nullable Compression compression;

    private CallOptions(
            long timeoutNanos,
            Metadata metadata,
            @Nullable TraceContext trace,
            @Nullable CallContext parent,
            int attempt,
            boolean serverTimes,
            @Nullable Compression compression) {
        this.timeoutNanos = timeoutNanos;
        this.metadata = metadata;
        this.trace = trace;
        this.parent = parent;
        this.attempt = attempt;
        this.serverTimes = serverTimes;
        this.compression = compression;
    }

    /**
     * Only a timeout.
     *
     * @param nanos above 0; or 0 for none, which streams may have
     */
    public static CallOptions timeoutNanos(long nanos) {
        return new CallOptions(checked(nanos), Metadata.EMPTY, null, null, 0, false, null);
    }

    /** As {@link #timeoutNanos(long)}. */
    public static CallOptions timeout(Duration timeout) {
        return timeoutNanos(timeout.toNanos());
    }

    /** As {@link #timeoutNanos(long)}, with everything else as it is here. */
    public CallOptions withTimeoutNanos(long nanos) {
        return new CallOptions(checked(nanos), metadata, trace, parent, attempt, serverTimes, compression);
    }

    /** Sends this beside the request. Default {@link Metadata#EMPTY}. */
    public CallOptions withMetadata(Metadata newMetadata) {
        return new CallOptions(
                timeoutNanos,
                Objects.requireNonNull(newMetadata, "metadata"),
                trace,
                parent,
                attempt,
                serverTimes,
                compression);
    }

    /** Says which trace the call belongs to. Default none. */
    public CallOptions withTrace(@Nullable TraceContext newTrace) {
        return new CallOptions(timeoutNanos, metadata, newTrace, parent, attempt, serverTimes, compression);
    }

    /**
     * Makes it a child of a call that is being served: it ends at the parent's deadline at the latest, and is cancelled with it.
     * Only while the parent goes on.
     */
    public CallOptions childOf(CallContext newParent) {
        return new CallOptions(timeoutNanos, metadata, trace, newParent, attempt, serverTimes, compression);
    }

    /**
     * Tells the server how often the call was tried before.
     *
     * @param number 0 to 65,535; 0, the default, is not sent
     */
    public CallOptions withAttempt(int number) {
        if (number < 0 || number > MAX_ATTEMPT) {
            throw new IllegalArgumentException("attempt: " + number + " (expected: 0 to " + MAX_ATTEMPT + ")");
        }
        return new CallOptions(timeoutNanos, metadata, trace, parent, number, serverTimes, compression);
    }

    /** Asks the server how long the call waited and ran there ({@link ReplyInfo}). Default false. */
    public CallOptions withServerTimes(boolean wanted) {
        return new CallOptions(timeoutNanos, metadata, trace, parent, attempt, wanted, compression);
    }

    /**
     * Sends the request, or the messages of the stream, with this compression instead of the client's; as they are where the server does
     * not take it, or its library is not there.
     */
    public CallOptions withCompression(Compression algorithm) {
        return new CallOptions(
                timeoutNanos,
                metadata,
                trace,
                parent,
                attempt,
                serverTimes,
                Objects.requireNonNull(algorithm, "algorithm"));
    }

    /** Nanoseconds until the caller gives up, the parent's deadline not looked at; 0 for none. */
    public long timeoutNanos() {
        return timeoutNanos;
    }

    /** What goes beside the request. */
    public Metadata metadata() {
        return metadata;
    }

    /** The trace, if any. */
    public @Nullable TraceContext trace() {
        return trace;
    }

    /** The call that this one is made for, if any. */
    public @Nullable CallContext parent() {
        return parent;
    }

    /** How often the call was tried before. */
    public int attempt() {
        return attempt;
    }

    /** Whether the server's times are asked for. */
    public boolean serverTimes() {
        return serverTimes;
    }

    /** What the call's messages are to be sent with; null for what the client's are. */
    public @Nullable Compression compression() {
        return compression;
    }

    private static long checked(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("timeoutNanos: " + nanos + " (expected: >= 0)");
        }
        return nanos;
    }
}
