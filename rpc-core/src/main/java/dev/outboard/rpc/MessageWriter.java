package dev.outboard.rpc;

import dev.outboard.codec.WireWriter;

/** Fills in the body of a request, one-way message or push; usually a generated encoder. */
@FunctionalInterface
public interface MessageWriter {
    /**
     * Writes the message. Called on the caller's thread, once, inside the call it is given to. <em>Borrows</em> the
     * writer until it returns. What it throws reaches the caller, and nothing is sent then.
     */
    void write(WireWriter out);
}
