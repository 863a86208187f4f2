package dev.outboard.rpc;

/** A stream, on the client that opened it. */
public interface ClientStream extends MessageStream, CallHandle {
    /** Says that no more messages follow; what the server sends still arrives. May be called again. */
    void end();
}
