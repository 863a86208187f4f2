package dev.outboard.rpc;

/** Hears of connections coming and going. Called on their event loops, which must not be blocked. */
public interface ServerListener {
    /** A client has finished its handshake; nothing of it has been served yet. */
    default void connectionOpened(ServerConnection connection) {}

    /**
     * A connection that was opened is closed.
     *
     * @param reason one line for people, without anything that the peer sent
     */
    default void connectionClosed(ServerConnection connection, String reason) {}
}
