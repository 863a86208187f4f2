package dev.outboard.rpc;

/**
 * A request or one-way message whose bytes are kept off the heap, so that it can be sent again. Made by
 * {@link RpcClient#encode}; whoever asked for it releases it, once. Any number of threads may write it at a time, none
 * after {@link #release}.
 */
public interface EncodedMessage extends MessageWriter {
    /** Bytes of the message, without a frame's header. */
    int lengthBytes();

    /** Gives the memory back. Called once. */
    void release();
}
