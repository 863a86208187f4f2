package dev.outboard.rpc.compression;

import java.nio.ByteBuffer;

/** Makes a message shorter, in steps, each into as much room as there is. Used again for the next message; by one thread at a time. */
public interface Compressor extends AutoCloseable {
    /** Begins with the message between position and limit, which is <em>borrowed</em> until {@link #end}. */
    void begin(ByteBuffer message);

    /** Bytes that the next step must find in its target. */
    int room();

    /**
     * Goes on, behind the target's position.
     *
     * @return whether the message is all there
     */
    boolean step(ByteBuffer target);

    /** Forgets the message, wherever it stands. */
    void end();

    /** Gives its memory back. */
    @Override
    void close();
}
