package dev.outboard.im.server;

import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.StatusCode;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups. Lookups are lock-free from any thread; changes are made by one thread, {@link TableWriter}'s. A user
 * without a connection stays as long as there are memberships; a group stays as long as it has members.
 */
final class UserTable {
    /**
     * Bounds on what peers can make the server remember.
     *
     * @param users users known, with or without a connection
     * @param groups groups with members
     * @param groupsPerUser memberships of one user
     */
    record Limits(int users, int groups, int groupsPerUser) {
        static Limits defaults() {
            return new Limits(1_000_000, 100_000, 1_000);
        }
    }

    private final LongTable<User> users = new LongTable<>();
    private final LongTable<Group> groups = new LongTable<>();
    private final int shards;
    private final ToIntFunction<ServerConnection> placement;
    private volatile Limits limits;

    // At least the last number of every group that is gone, so that one that begins anew does not use numbers again.
    private long lastSequence;

    /**
     * @param shards over how many queues members are partitioned
     */
    UserTable(int shards, Limits limits) {
        this(shards, connection -> Dispatcher.ANY_SHARD, limits);
    }

    /**
     * @param placement as {@link Dispatcher#shardOf}
     */
    UserTable(int shards, ToIntFunction<ServerConnection> placement, Limits limits) {
        this.shards = shards;
        this.placement = placement;
        this.limits = limits;
    }

    /** Takes other bounds: what there is beyond them stays, and nothing is added to it. Any thread. */
    void limits(Limits other) {
        limits = other;
    }

    /** The user, or null. Any thread. */
    @Nullable
    User user(long id) {
        return users.find(id);
    }

    /** The group, or null where nobody is a member. Any thread. */
    @Nullable
    Group group(int id) {
        return groups.find(id);
    }

    /** Users known, with or without a connection. Any thread. */
    int userCount() {
        return users.size();
    }

    /** Groups with members. Any thread. */
    int groupCount() {
        return groups.size();
    }

    /** Binds the connection to the user and closes the one bound before. Writer only. */
    User signIn(long userId, ServerConnection connection) {
        User user = users.find(userId);
        if (user == null) {
            checkRoom("users", users.size(), limits.users());
            user = new User(userId);
            users.add(user);
        }
        ServerConnection before = user.connection();
        bind(user, connection);
        if (before != null && before != connection) {
            before.close();
        }
        return user;
    }

    /** Unbinds a connection that has closed; does nothing where another one is bound by now. Writer only. */
    void disconnected(User user, ServerConnection connection) {
        if (user.connection() == connection) {
            user.connection(null);
            forgetIfGone(user);
        }
    }

    /** Unbinds every connection that has closed. Writer only. */
    void sweep() {
        users.forEach(user -> {
            ServerConnection connection = user.connection();
            if (connection != null && !connection.isOpen()) {
                disconnected(user, connection);
            }
        });
    }

    /** Makes the user a member, which may be so already; returns the group's members. Writer only. */
    int join(User user, int groupId) {
        Group group = groups.find(groupId);
        if (group != null && user.isMember(groupId)) {
            return group.members().total();
        }
        checkRoom("groups of this user", user.groupCount(), limits.groupsPerUser());
        if (group == null) {
            checkRoom("groups", groups.size(), limits.groups());
            group = new Group(groupId, shards, lastSequence);
            groups.add(group);
        }
        group.members(group.members().with(user));
        user.addGroup(groupId);
        return group.members().total();
    }

    /** Ends a membership, which may not be; returns the group's members. Writer only. */
    int leave(User user, int groupId) {
        Group group = groups.find(groupId);
        if (group == null) {
            return 0;
        }
        if (user.isMember(groupId)) {
            user.removeGroup(groupId);
            group.members(group.members().without(user));
            forgetIfGone(user);
        }
        int left = group.members().total();
        if (left == 0) {
            groups.remove(group);
            lastSequence = Math.max(lastSequence, group.lastSequence());
        }
        return left;
    }

    private void bind(User user, ServerConnection connection) {
        int from = user.shard(shards);
        int to = placement.applyAsInt(connection);
        if (to == Dispatcher.ANY_SHARD) {
            user.connection(connection);
            return;
        }
        // In this order: what is queued in the shard that was left must not go to the connection in the new one.
        user.place(to);
        user.connection(connection);
        for (int id : user.groups()) {
            Group group = groups.find(id);
            if (group != null) {
                group.members(group.members().moved(user, from, to));
            }
        }
    }

    private void forgetIfGone(User user) {
        if (user.connection() == null && user.groupCount() == 0) {
            users.remove(user);
        }
    }

    private static void checkRoom(String what, int size, int limit) {
        if (size >= limit) {
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED, what + ": " + size + " (expected: below " + limit + ")");
        }
    }
}
