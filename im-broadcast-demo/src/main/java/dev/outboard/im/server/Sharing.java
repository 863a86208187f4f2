package dev.outboard.im.server;

import dev.outboard.im.backplane.Backplane;

/**
 * With whom a server shares its groups.
 *
 * @param backplane the way to the other nodes; the server starts and closes it
 * @param node this one's name, for people
 */
public record Sharing(Backplane backplane, String node) {}
