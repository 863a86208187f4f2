package dev.outboard.rpc.frame;

/** Aux16 of a GOAWAY. The number is the ordinal. */
public enum GoAwayCode {
    /** 0: no error; no new calls, please. */
    DRAIN,
    /** 1: a frame broke the rules. */
    PROTOCOL,
    /** 2: no version in common; the text names the range. */
    VERSION,
    /** 3: a frame is longer than was agreed. */
    FRAME_SIZE,
    /** 4: the handshake or the rest of a frame did not come in time. */
    TIMEOUT,
    /** 5: too many frames of a kind that costs the sender little. */
    CALM,
    /** 6: no memory or no room for this connection. */
    RESOURCES,
    /** 7: the server does not know who the client is. */
    UNAUTHENTICATED;

    private static final GoAwayCode[] BY_NUMBER = values();

    /** The name of a number from the wire. */
    public static String name(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number].name() : "code " + number;
    }
}
