package dev.outboard.im.server;

import java.util.List;
import java.util.Map;

/** What other nodes have told of their users. Any thread asks; {@link #changed} is the user table's writer's. */
interface Elsewhere {
    /** No other nodes. */
    Elsewhere NONE = new Elsewhere() {
        @Override
        public boolean isPresent(int groupId, long userId) {
            return false;
        }

        @Override
        public boolean isKnown(long userId) {
            return false;
        }

        @Override
        public Map<Long, List<String>> present(int groupId) {
            return Map.of();
        }

        @Override
        public void changed(int groupId, long userId) {
            // Nobody is there to be told.
        }

        @Override
        public boolean isShared() {
            return false;
        }
    };

    /** Whether the user gets the group's messages on another node. */
    boolean isPresent(int groupId, long userId);

    /** Whether the user is connected to another node. */
    boolean isKnown(long userId);

    /** Who gets the group's messages on other nodes, and by which devices. A copy. */
    Map<Long, List<String>> present(int groupId);

    /**
     * Something of a user has changed here that other nodes are to know.
     *
     * @param groupId 0 for whether the user is connected at all
     */
    void changed(int groupId, long userId);

    /** Whether there may be other nodes: then groups outlive their members, for those who come from there. */
    boolean isShared();
}
