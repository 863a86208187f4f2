package dev.outboard.rpc;

import java.time.Duration;

/** The fate of one tracked push. Any thread. */
public interface PushFuture {
    /**
     * Waits until the fate is known. Not to be called on an event loop.
     *
     * @return whether it is known; false when the time ran out
     * @throws InterruptedException when interrupted; the push goes on
     */
    boolean await(Duration timeout) throws InterruptedException;

    /** Takes the push back. True means that no byte of it was sent or will be. */
    boolean cancel();

    /** Whether the fate is known. */
    boolean isDone();

    /** Whether the connection had taken it on, and so counts what becomes of it. Known as soon as the push is there. */
    boolean isAccepted();

    /** The fate; {@link PushOutcome#PENDING} while it is not known. */
    PushOutcome outcome();
}
