package dev.outboard.im.auth;

/** A token that is not accepted. Its message says why, without any of the token's content; carries no stack trace. */
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenException(String message) {
        super(message, null, false, false);
    }
}
