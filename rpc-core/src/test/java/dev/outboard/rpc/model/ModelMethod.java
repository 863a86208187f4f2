package dev.outboard.rpc.model;

/** What a client may find on the server of the model, and what each does. All end on the event loop or by the script. */
public enum ModelMethod {
    /** Replies with the request. */
    ECHO(1, true),
    /** Open until the script ends it. */
    PARK(1, true),
    /** Its handler throws: INTERNAL. */
    THROW(1, true),
    /** Takes a one-way message. */
    SINK(2, true),
    /** Counts to the low 3 bits of the request's first byte, in messages as long as the second one says. */
    COUNT(4, true),
    /** Replies with the sum of the messages, of 8 bytes each; a shorter one is malformed. */
    SUM(5, true),
    /** Sends every message back, keeping its credit until then, and ends after the last. */
    BACK(6, true),
    /** Keeps all credit; open until the script ends it. */
    HOLD(6, true),
    MISSING_UNARY(1, false),
    MISSING_ONE_WAY(2, false),
    MISSING_DOWN(4, false),
    MISSING_UP(5, false);

    private final int shape;
    private final boolean known;

    ModelMethod(int shape, boolean known) {
        this.shape = shape;
        this.known = known;
    }

    /** The number of the shape in METHOD_DEF. */
    public int shape() {
        return shape;
    }

    /** Whether the server has it. */
    public boolean isKnown() {
        return known;
    }

    public boolean isCall() {
        return shape == 1 || isStream();
    }

    public boolean isStream() {
        return shape >= 4;
    }

    public boolean clientStreams() {
        return shape >= 5;
    }

    public String fullName() {
        return "outboard.test.Model/" + name();
    }
}
