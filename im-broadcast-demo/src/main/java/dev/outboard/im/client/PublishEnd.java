package dev.outboard.im.client;

import dev.outboard.rpc.Status;

/** Hears of the end of a publish, once. On any thread, perhaps while the user's lock is held: it must not block. */
public interface PublishEnd {
    /** The server has taken it, now or at an earlier attempt. */
    void acknowledged(long epoch, long sequence, int recipients);

    /** It was refused for good, or the user has been closed: whether it was taken may not be known. */
    void failed(Status status);
}
