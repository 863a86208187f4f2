package dev.outboard.rpc.hostile;

import dev.outboard.rpc.frame.GoAwayCode;
import org.jspecify.annotations.Nullable;

/**
 * What a server made of an attacker.
 *
 * @param goAway what it was told before it was closed; null where it was told nothing
 * @param text what it was told in words, or what else there is to say; may be empty
 */
public record Verdict(End end, @Nullable GoAwayCode goAway, String text) {
    /** How it ended. */
    public enum End {
        /** The server closed the connection. */
        CLOSED,
        /** The connection is open, and a call on it is still answered. */
        SERVED,
        /** The connection is open, and the attacker does not know more. */
        OPEN
    }

    static Verdict closed(@Nullable GoAwayCode goAway, String text) {
        return new Verdict(End.CLOSED, goAway, text);
    }

    static Verdict served(String text) {
        return new Verdict(End.SERVED, null, text);
    }

    static Verdict open(String text) {
        return new Verdict(End.OPEN, null, text);
    }

    /** Whether the server closed it with this code, or without a word: a reset overtakes what was said before. */
    boolean isClosedFor(GoAwayCode code) {
        return end == End.CLOSED && (goAway == null || goAway == code);
    }

    /** In a word or two, for tables. */
    public String summary() {
        return switch (end) {
            case CLOSED -> goAway == null ? "closed" : "GOAWAY " + goAway;
            case SERVED -> "coped";
            case OPEN -> "left open";
        };
    }

    @Override
    public String toString() {
        return text.isEmpty() ? summary() : summary() + ", " + text;
    }
}
