package dev.outboard.im.load;

import org.jspecify.annotations.Nullable;

/** Makes messages and sends them. Any thread. */
interface Sender {
    /** Makes the next message; null where nobody is there who could send it. */
    @Nullable
    Broadcast next(long intendedNanos, int slot);

    /** Sends a message that {@link #next} has made. */
    void send(Broadcast broadcast, Publisher.Ends ends);
}
