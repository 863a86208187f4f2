package dev.outboard.im.server;

import dev.outboard.rpc.StatusCode;

/** A request that the server understands and does not carry out; becomes the call's status. Carries no stack trace. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    RefusedException(StatusCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    StatusCode code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
