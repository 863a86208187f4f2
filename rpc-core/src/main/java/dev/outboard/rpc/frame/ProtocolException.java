package dev.outboard.rpc.frame;

/** The peer broke the protocol and the connection has to end. Carries no stack trace: the peer decides how many come. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /**
     * @param fault which rule
     * @param detail {@code name: actual (expected: rule)}, without anything that the peer sent as text
     */
    public ProtocolException(Fault fault, String detail) {
        super(detail, null, false, false);
        this.fault = fault;
    }

    /** Which rule. */
    public Fault fault() {
        return fault;
    }

    /** What was found. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
