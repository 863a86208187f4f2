package dev.outboard.im.server;

import dev.outboard.im.auth.GroupSet;
import dev.outboard.rpc.ServerConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as groups see one: a slot among their members, with a connection or without. A user with several devices has a
 * slot for each. Written by the user table's writer.
 */
final class User {
    private final Account account;
    private final int hash;
    private final List<Group> subscriptions = new ArrayList<>(2);
    private String device = "";
    private GroupSet readable = GroupSet.ALL;
    private boolean holding;
    private volatile boolean events;
    private volatile @Nullable ServerConnection connection;
    private volatile int place = Dispatcher.ANY_SHARD;

    /** A user of that number who is in no table. */
    User(long id) {
        this(new Account(id, new Group(0, 1, 0), 0));
    }

    User(Account account) {
        this.account = account;
        this.hash = Long.hashCode(account.key() * 0x9E37_79B9_7F4A_7C15L);
    }

    /** The user's number. */
    long key() {
        return account.key();
    }

    Account account() {
        return account;
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

    /** The connection, or null where the user has none. Any thread; it may have closed just now. */
    @Nullable
    ServerConnection connection() {
        return connection;
    }

    /** Tells the user's devices apart. */
    String device() {
        return device;
    }

    /** Whether this device gets only the groups that it asks for itself. Writer only. */
    boolean isHolding() {
        return holding;
    }

    /** Whether it wants to hear of more than messages. Any thread. */
    boolean wantsEvents() {
        return events;
    }

    /** Whether it may hear of the group. Writer only. */
    boolean mayRead(int groupId) {
        return readable.contains(groupId);
    }

    /** Whether this slot is one of the group's members. Writer only. */
    boolean isSubscribed(Group group) {
        return subscriptions.contains(group);
    }

    /** The groups whose member this slot is. Writer only; a copy. */
    List<Group> subscriptions() {
        return List.copyOf(subscriptions);
    }

    boolean hasSubscriptions() {
        return !subscriptions.isEmpty();
    }

    void added(Group group) {
        subscriptions.add(group);
    }

    void removed(Group group) {
        subscriptions.remove(group);
    }

    void connection(@Nullable ServerConnection connection) {
        this.connection = connection;
    }

    /** Says whose connection it is from now on. */
    void bind(SignInTerms terms, ServerConnection connection) {
        device = terms.device();
        readable = terms.readable();
        holding = terms.hold();
        events = terms.events();
        this.connection = connection;
    }

    /** Says that nobody is there. */
    void unbind() {
        connection = null;
        events = false;
        holding = false;
        readable = GroupSet.ALL;
    }
}
