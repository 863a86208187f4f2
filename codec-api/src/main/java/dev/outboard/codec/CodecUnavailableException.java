package dev.outboard.codec;

/** A codec was asked for by name and cannot run here. The message is one line and names what would change that. */
public final class CodecUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line, fit for a command line's error output */
    public CodecUnavailableException(String message) {
        super(message);
    }

    /** As {@link #CodecUnavailableException(String)}, with the probe's own error. */
    public CodecUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
