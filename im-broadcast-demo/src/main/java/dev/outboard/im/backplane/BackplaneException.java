package dev.outboard.im.backplane;

/** A backplane that cannot be used. Its message is one line. */
public final class BackplaneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackplaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
