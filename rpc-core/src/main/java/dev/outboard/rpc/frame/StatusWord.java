package dev.outboard.rpc.frame;

import dev.outboard.rpc.StatusCode;

/** Aux16 of a RESPONSE: the status code in the low 8 bits, bit 8 for "not processed", the rest reserved. */
public final class StatusWord {
    /** Success. */
    public static final int OK = 0;

    private static final int NOT_PROCESSED = 0x100;
    private static final int RESERVED = 0xfe00;

    private StatusWord() {}

    /** The word of a status. */
    public static int of(StatusCode code, boolean notProcessed) {
        return code.number() | (notProcessed ? NOT_PROCESSED : 0);
    }

    /** The code; UNKNOWN for a number that this version does not know. */
    public static StatusCode code(int word) {
        return StatusCode.of(word & 0xff);
    }

    /** Whether it is certain that no handler ran. */
    public static boolean notProcessed(int word) {
        return (word & NOT_PROCESSED) != 0;
    }

    /** Whether the word is one that a peer may send: no reserved bit, and success is processed. */
    public static boolean isValid(int word) {
        return (word & RESERVED) == 0 && word != NOT_PROCESSED;
    }
}
