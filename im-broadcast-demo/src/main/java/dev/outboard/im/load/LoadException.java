package dev.outboard.im.load;

/** The load could not be run, for a reason that one line tells. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean underWay;

    LoadException(String message) {
        this(message, false);
    }

    private LoadException(String message, boolean underWay) {
        super(message);
        this.underWay = underWay;
    }

    /** This failure, after messages were sent. */
    LoadException afterStart() {
        return new LoadException(getMessage() + ", while messages were under way: the books stay open", true);
    }

    /** Whether messages were sent before it happened, so that nobody knows what became of them. */
    public boolean underWay() {
        return underWay;
    }
}
