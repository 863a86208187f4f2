package dev.outboard.rpc;

/**
 * A push, encoded once with its frame header, to be sent over any number of connections of the server that made it.
 * Reference-counted: made with one reference, which its maker releases when it has pushed it everywhere. Any thread.
 */
public interface EncodedPush {
    /** Takes one more reference. */
    EncodedPush retain();

    /** Gives one reference back; with the last one the memory returns to its pool. */
    void release();

    /** Bytes on the wire, header included. */
    int lengthBytes();
}
