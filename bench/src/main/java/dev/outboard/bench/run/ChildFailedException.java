package dev.outboard.bench.run;

/** A child JVM did not do what was asked of it. The message is one line: which child, what happened, what it said last. */
public final class ChildFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChildFailedException(String message) {
        super(message);
    }
}
