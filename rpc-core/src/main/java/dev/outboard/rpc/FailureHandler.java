package dev.outboard.rpc;

/** Hears of failures: what handlers of replies and receivers of streams have in common. */
public interface FailureHandler {
    /** The call or stream failed, here, on the way or there. */
    void onFailure(Status status);

    /**
     * As {@link #onFailure(Status)}, which this calls, for a status that the server sent, with what came beside it.
     * <em>Borrows</em> the info.
     */
    default void onFailure(Status status, ReplyInfo info) {
        onFailure(status);
    }
}
