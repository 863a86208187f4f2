package dev.outboard.codec;

/**
 * Translates messages that are objects to the bytes of a frame, and back. For those who prefer that to encoders and
 * decoders that work in the frame itself, and for bytes that are no protobuf at all.
 *
 * <p>Any number of threads may use one codec at once, each with a writer or reader of its own.
 *
 * @param <T> the messages
 */
public interface MessageCodec<T> {
    /** The codec of messages that are bytes: writes them as they are, and reads all there are into a new array. */
    static MessageCodec<byte[]> bytes() {
        return BytesCodec.INSTANCE;
    }

    /**
     * Writes a message at the writer's position, without a length. <em>Borrows</em> the message and the writer.
     *
     * @throws FrameOverflowException where the frame may not hold as much; what was written then is the part that
     *     {@link WireWriter#truncate} to the former position drops
     */
    void encode(T message, WireWriter out);

    /**
     * Reads the message that reaches from the reader's position to its end, and moves there. <em>Borrows</em> the reader;
     * the message is a copy, which the caller may keep.
     *
     * @throws MalformedMessageException where the bytes are no such message; the reader has then not moved
     */
    T decode(WireReader in);
}
