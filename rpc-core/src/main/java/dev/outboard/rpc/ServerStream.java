package dev.outboard.rpc;

import dev.outboard.codec.WireReader;
import java.util.List;

/**
 * A stream, on the server. It ends exactly once, by one of {@link #complete()}, {@link #complete(MessageWriter)} and
 * {@link #fail}, on any thread; messages sent before by the same thread arrive before. A stream that its client gave up ends
 * by itself when {@link StreamListener#onCancel} has returned.
 */
public interface ServerStream extends MessageStream, CallContext {
    /**
     * The request of a method whose clients send one. <em>Borrowed</em> until {@link StreamHandler#open} returns.
     *
     * @throws IllegalStateException for another method, or later
     */
    WireReader request();

    /** Ends it well; with an empty reply, where its method has one. */
    void complete();

    /**
     * Ends a stream of a method that has one reply.
     *
     * @throws RuntimeException what {@code reply} threw; the stream has not ended then
     */
    void complete(MessageWriter reply);

    /**
     * Ends it with a failure.
     *
     * @param code not OK
     * @param message for people, without payload; cut at 1 KiB of UTF-8
     */
    default void fail(StatusCode code, String message) {
        fail(code, message, List.of());
    }

    /**
     * Ends it with a failure.
     *
     * @param code not OK
     * @param message for people, without payload; cut at 1 KiB of UTF-8
     * @param details for programs; none of them go where they are over 16, or over 2 KiB together
     */
    void fail(StatusCode code, String message, List<StatusDetail> details);

    /** Sends this beside the end of the stream, whatever that is. Called by the thread that ends it, before. */
    void replyMetadata(Metadata metadata);

    /** Sends the messages, and the reply if there is one, with this compression instead of the server's, where the client takes it. Called before those it is for are sent. */
    void replyCompression(Compression algorithm);
}
