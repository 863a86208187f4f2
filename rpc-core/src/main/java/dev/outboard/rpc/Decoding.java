package dev.outboard.rpc;

import dev.outboard.codec.MalformedMessageException;

/** What a caller is told of a message from the server that is malformed. */
final class Decoding {
    private Decoding() {}

    static Status malformed(String what, MalformedMessageException e) {
        return new Status(StatusCode.INTERNAL, false, what + ": " + e.getMessage());
    }
}
