package dev.outboard.im.server;

import dev.outboard.im.auth.Claims;

/**
 * A connection that has signed in.
 *
 * @param user the slot it is in, as long as the slot's connection is {@code outbox}
 * @param claims what its user may do
 */
record Session(User user, Outbox outbox, Claims claims) {
    Account account() {
        return user.account();
    }

    /** Whether it is the connection of its slot still. */
    @SuppressWarnings("ReferenceEquality") // One connection, not an equal one.
    boolean isCurrent() {
        return user.connection() == outbox;
    }
}
