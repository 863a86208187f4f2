package dev.outboard.im.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of another node's users. Changed by the user table's writer, read by any thread.
 */
final class OtherNode {
    private static final int CONNECTED = 0;

    private final String name;
    private final Map<Integer, Map<Long, List<String>>> groups = new ConcurrentHashMap<>();

    // The writer's own: what it has told, whether all of that has come, and when the last of it did.
    private long state;
    private boolean complete;
    private long heardNanos;

    OtherNode(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isPresent(int groupId, long userId) {
        Map<Long, List<String>> users = groups.get(groupId);
        return users != null && users.containsKey(userId);
    }

    boolean isKnown(long userId) {
        return isPresent(CONNECTED, userId);
    }

    /** Who gets the group's messages there, by which devices. A view. */
    Map<Long, List<String>> present(int groupId) {
        return groups.getOrDefault(groupId, Map.of());
    }

    /** Everything that is known: a view. */
    Map<Integer, Map<Long, List<String>>> groups() {
        return groups;
    }

    void put(PresenceSignal.Entry entry) {
        if (entry.devices().isEmpty()) {
            Map<Long, List<String>> users = groups.get(entry.groupId());
            if (users != null) {
                users.remove(entry.userId());
                if (users.isEmpty()) {
                    groups.remove(entry.groupId());
                }
            }
        } else {
            groups.computeIfAbsent(entry.groupId(), id -> new ConcurrentHashMap<>())
                    .put(entry.userId(), List.copyOf(entry.devices()));
        }
    }

    void clear() {
        groups.clear();
    }

    long state() {
        return state;
    }

    /** Whether everything up to {@link #state} has come. */
    boolean isComplete() {
        return complete;
    }

    void state(long newState, boolean all) {
        state = newState;
        complete = all;
    }

    long heardNanos() {
        return heardNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }
}
