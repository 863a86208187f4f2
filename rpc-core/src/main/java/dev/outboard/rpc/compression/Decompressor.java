package dev.outboard.rpc.compression;

import java.nio.ByteBuffer;

/**
 * Makes a message long again, in steps, each into as much room as there is: whatever the bytes claim, there is never more than they have
 * been found to hold, and room for the next step. Used again for the next message; by one thread at a time.
 */
public interface Decompressor extends AutoCloseable {
    /**
     * Begins with what is between position and limit, which is <em>borrowed</em> until {@link #end}.
     *
     * @param messageBytes what the message is said to hold
     * @throws dev.outboard.codec.MalformedMessageException where it begins with something else
     */
    void begin(ByteBuffer compressed, int messageBytes);

    /** Bytes that the next step must find in its target; at the end one more than are left. */
    int room();

    /**
     * Goes on, behind the target's position.
     *
     * @return whether the message is all there, and as long as it was said to be
     * @throws dev.outboard.codec.MalformedMessageException where it is not, or cannot be read
     */
    boolean step(ByteBuffer target);

    /** Forgets the message, wherever it stands. */
    void end();

    /** Gives its memory back. */
    @Override
    void close();
}
