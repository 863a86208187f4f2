package dev.outboard.rpc;

/** A connection to a server, on the client. It is a channel of its own: all its calls go to that server, and end with it. */
public interface ClientConnection extends Connection, RpcChannel {
    /** Calls that wait for their end, those included whose deadline has passed while the server still owes a reply. */
    int callsInFlight();

    /** Whether the server said that it is going away: no call is accepted any more, those in flight go on. */
    boolean isDraining();

    /**
     * What the server said when it asked the client to go, for example where else to go; at most 1 KiB of UTF-8. Empty where it said
     * nothing, and before {@link #isDraining}. It is the server's word, to be checked like any input.
     */
    default String drainHint() {
        return "";
    }

    /**
     * Has {@code action} run once when {@link #isDraining} becomes true, on the event loop; at once, on the calling thread,
     * where it is already. It does not run where the connection closes without that.
     */
    void onDraining(Runnable action);

    /**
     * Has {@code action} run on the connection's event loop, in order with its handlers; on the calling thread where the
     * loop has ended.
     */
    void execute(Runnable action);
}
