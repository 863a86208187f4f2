package dev.outboard.im.server;

import dev.outboard.im.backplane.v1.SignalKindEnum;
import java.util.List;

/**
 * What one node tells the others of its users: {@code outboard.im.backplane.v1.Signal}.
 *
 * @param instance the node's process
 * @param state how many times it has told changes
 * @param part of a snapshot, from 0 on
 * @param last whether it is the last one
 * @param to of a request: whose snapshot; 0 for everybody's
 */
record PresenceSignal(
        String node,
        long instance,
        SignalKindEnum kind,
        long state,
        int part,
        boolean last,
        long to,
        List<Entry> entries) {
    /** A user and the devices by which he gets a group's messages; with group 0 those that are connected. */
    record Entry(int groupId, long userId, List<String> devices) {}
}
