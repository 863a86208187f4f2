package dev.outboard.im.web;

/** JSON that does not fit its message. The text is for the peer. */
final class JsonFormException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JsonFormException(String message) {
        super(message);
    }
}
