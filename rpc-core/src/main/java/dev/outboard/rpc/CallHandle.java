package dev.outboard.rpc;

/** A call in flight that its caller may give up. Any thread. */
public interface CallHandle {
    /**
     * Gives the call up: its handler gets {@link StatusCode#CANCELLED}, the server is told. Nothing happens where the call
     * has ended.
     *
     * @param reason for people, without payload; cut at 1 KiB of UTF-8
     */
    void cancel(String reason);
}
