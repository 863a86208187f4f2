package dev.outboard.im.web;

import dev.outboard.rpc.frame.GoAwayCode;

/**
 * Why the server ends a WebSocket: RFC 6455's codes, and, from 4400 on, the server's own, whose last digits are those of the HTTP status that is
 * nearest. docs/im-web.md has them all.
 */
enum CloseCode {
    NORMAL(1000),
    GOING_AWAY(1001),
    PROTOCOL(1002),
    WRONG_KIND(1003),
    POLICY(1008),
    TOO_LONG(1009),
    INTERNAL(1011),
    BAD_JSON(4400),
    UNAUTHENTICATED(4401),
    TIMEOUT(4408),
    TAKEN_OVER(4409),
    SLOW_CONSUMER(4413),
    CALM(4429),
    NO_ROOM(4503);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The code for what a GOAWAY says. */
    static CloseCode of(int goAway) {
        GoAwayCode[] known = GoAwayCode.values();
        if (goAway >= known.length) {
            return INTERNAL;
        }
        return switch (known[goAway]) {
            case DRAIN -> GOING_AWAY;
            case PROTOCOL, VERSION -> PROTOCOL;
            case FRAME_SIZE -> TOO_LONG;
            case TIMEOUT -> TIMEOUT;
            case CALM -> CALM;
            case RESOURCES -> NO_ROOM;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
        };
    }
}
