package dev.outboard.im.server;

import dev.outboard.im.chat.DropPolicy;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.rpc.EncodedPush;
import org.jspecify.annotations.Nullable;

/** What the outboxes of a server have in common. Any thread. */
interface OutboxRules {
    /** Bytes that may wait in a connection's own queue before its outbox steps in. */
    int queueBytes();

    /** What becomes of messages past that. */
    DropPolicy policy();

    /** Bytes that may wait in an outbox. */
    int backlogBytes();

    /** Where what is dropped is counted. */
    ChatCounters chat();

    /** Where the books of the fan-out are. */
    Counters books();

    /**
     * <em>Returns owned</em>: the marker of a gap; null where there is no memory for one now.
     */
    @Nullable
    EncodedPush marker(Gaps.Gap gap);

    /** Has the outbox looked after ({@link Outbox#advance}) until nothing waits in it. */
    void waiting(Outbox outbox);

    /** Ends the connection, once it was told why or cannot be. */
    void farewell(Outbox outbox, FarewellReasonEnum reason);
}
