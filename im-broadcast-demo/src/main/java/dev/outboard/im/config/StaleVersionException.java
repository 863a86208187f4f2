package dev.outboard.im.config;

/** A change was meant for a version that is not in force any more. The message is one line. */
public final class StaleVersionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StaleVersionException(long meant, long inForce) {
        super("version: " + meant + " (expected: " + inForce + ", which is in force)");
    }
}
