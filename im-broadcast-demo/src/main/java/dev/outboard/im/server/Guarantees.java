package dev.outboard.im.server;

/**
 * What a mode promises, so that a client can hold it to that.
 *
 * @param ordered a member receives a group's messages in the order of their sequence numbers
 * @param bounded the memory and threads that waiting messages take have a bound; past it they are dropped and counted
 */
public record Guarantees(boolean ordered, boolean bounded) {}
