package dev.outboard.rpc;

/** What running a call twice would do, as its schema's {@code idempotency_level} says. */
public enum Idempotency {
    /** Nothing is said: it may do something twice. */
    UNKNOWN,
    /** It changes nothing. */
    NO_SIDE_EFFECTS,
    /** The second time changes nothing more. */
    IDEMPOTENT
}
