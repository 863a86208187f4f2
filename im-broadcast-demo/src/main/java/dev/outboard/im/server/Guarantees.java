package dev.outboard.im.server;

/**
 * What a mode promises, so that a client can hold it to that. What all of them promise stands with {@link Dispatcher}:
 * every recipient is accounted for, and gets a message once at the most.
 *
 * @param ordered a member receives a group's messages in the order of their sequence numbers
 * @param bounded the memory and threads that waiting messages take have a bound; past it they are dropped and counted
 * @param isolated a member that does not read holds up no other one
 */
public record Guarantees(boolean ordered, boolean bounded, boolean isolated) {
    /** What both promise. */
    Guarantees and(Guarantees other) {
        return new Guarantees(ordered && other.ordered, bounded && other.bounded, isolated && other.isolated);
    }
}
