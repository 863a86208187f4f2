package dev.outboard.im.server;

import dev.outboard.rpc.ServerConnection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A user: memberships, which last, and the connection, which comes and goes. Written by the user table's writer. */
final class User implements LongTable.Keyed {
    private static final int[] NONE = {};

    private final long id;
    private final int hash;
    private volatile @Nullable ServerConnection connection;
    private volatile int[] groups = NONE;
    private volatile int place = Dispatcher.ANY_SHARD;

    User(long id) {
        this.id = id;
        this.hash = Long.hashCode(id * 0x9E37_79B9_7F4A_7C15L);
    }

    @Override
    public long key() {
        return id;
    }

    /** Which of {@code shards} queues this user's messages go through: one at a time, which keeps their order. */
    int shard(int shards) {
        int placed = place;
        return placed == Dispatcher.ANY_SHARD ? Math.floorMod(hash, shards) : placed;
    }

    /** Puts the user into a shard, before the connection that belongs there is set. */
    void place(int shard) {
        place = shard;
    }

    /** The groups that the user is a member of, ascending. Any thread; not to be changed. */
    int[] groups() {
        return groups;
    }

    /** The connection, or null where the user has none. Any thread; it may have closed just now. */
    @Nullable
    ServerConnection connection() {
        return connection;
    }

    /** Whether the user is a member of the group. Any thread. */
    boolean isMember(int groupId) {
        return Arrays.binarySearch(groups, groupId) >= 0;
    }

    /** How many groups the user is a member of. Any thread. */
    int groupCount() {
        return groups.length;
    }

    void connection(@Nullable ServerConnection connection) {
        this.connection = connection;
    }

    void addGroup(int groupId) {
        int[] before = groups;
        int at = -Arrays.binarySearch(before, groupId) - 1;
        int[] after = new int[before.length + 1];
        System.arraycopy(before, 0, after, 0, at);
        after[at] = groupId;
        System.arraycopy(before, at, after, at + 1, before.length - at);
        groups = after;
    }

    void removeGroup(int groupId) {
        int[] before = groups;
        int at = Arrays.binarySearch(before, groupId);
        int[] after = Arrays.copyOf(before, before.length - 1);
        System.arraycopy(before, at + 1, after, at, after.length - at);
        groups = after;
    }
}
