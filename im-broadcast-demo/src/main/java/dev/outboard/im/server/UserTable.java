package dev.outboard.im.server;

import dev.outboard.im.chat.HistoryBudget;
import dev.outboard.im.chat.HistoryLimits;
import dev.outboard.im.chat.PresenceChanges;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.StatusCode;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
     * @param devicesPerUser devices of one user that are connected at a time
     */
    record Limits(int users, int groups, int groupsPerUser, int devicesPerUser) {
        static Limits defaults() {
            return new Limits(1_000_000, 100_000, 1_000, 16);
        }
    }

    private final LongTable<Account> accounts = new LongTable<>();
    private final LongTable<Group> groups = new LongTable<>();
    // Written by the writer, who has seen to it that nobody sends meanwhile.
    private int shards;
    private ToIntFunction<ServerConnection> placement;
    private volatile Limits limits;
    private final HistoryBudget history;
    private final ChatClock clock;
    private final SecureRandom epochs = new SecureRandom();

    // At least the last number of every group that is gone, so that one that begins anew does not use numbers again.
    private long lastSequence;
    // Groups in which somebody came or went, and how many there are to tell of it.
    private final Set<Group> stirred = new LinkedHashSet<>();
    private int watching;
    private volatile int deviceCount;
    private Elsewhere elsewhere = Elsewhere.NONE;

    /**
     * A table whose groups keep no history.
     *
     * @param shards over how many queues members are partitioned
     */
    UserTable(int shards, Limits limits) {
        this(
                shards,
                connection -> Dispatcher.ANY_SHARD,
                limits,
                new HistoryBudget(HistoryLimits.NONE),
                ChatClock.SYSTEM);
    }

    /**
     * @param shards over how many queues members are partitioned
     * @param placement as {@link Dispatcher#shardOf}
     * @param history what the groups' logs may keep together
     */
    UserTable(
            int shards,
            ToIntFunction<ServerConnection> placement,
            Limits limits,
            HistoryBudget history,
            ChatClock clock) {
        this.shards = shards;
        this.placement = placement;
        this.limits = limits;
        this.history = history;
        this.clock = clock;
    }

    /** Says what is known of other nodes. Before anything else is done. */
    void share(Elsewhere others) {
        elsewhere = others;
    }

    /** Takes other bounds: what there is beyond them stays, and nothing is added to it. Any thread. */
    void limits(Limits other) {
        limits = other;
    }

    /** The user, or null. Any thread. */
    @Nullable
    Account account(long id) {
        return accounts.find(id);
    }

    /** The group, or null where nobody is a member. Any thread. */
    @Nullable
    Group group(int id) {
        return groups.find(id);
    }

    /** Users known, with or without a connection. Any thread. */
    int userCount() {
        return accounts.size();
    }

    /** Groups with members. Any thread. */
    int groupCount() {
        return groups.size();
    }

    /** Devices that are connected. Any thread. */
    int deviceCount() {
        return deviceCount;
    }

    /** Calls {@code action} for every group and inbox. Any thread. */
    void forEachGroup(Consumer<Group> action) {
        groups.forEach(action);
        accounts.forEach(account -> action.accept(account.inbox()));
    }

    /** Calls {@code action} for every device that is connected. Writer only. */
    void forEachDevice(Consumer<User> action) {
        accounts.forEach(account -> {
            for (User device : account.devices()) {
                action.accept(device);
            }
        });
    }

    /** The group, with members or without. Writer only. */
    Group groupFor(int groupId) {
        Group group = groups.find(groupId);
        if (group == null) {
            checkRoom("groups", groups.size(), limits.groups());
            // Where groups are shared, numbers begin anew with the epoch: the first one that is missing can be told.
            group = newGroup(groupId, elsewhere.isShared() ? 0 : lastSequence);
            groups.add(group);
        }
        return group;
    }

    /** The user, here or not. Writer only. */
    Account accountFor(long userId) {
        Account account = accounts.find(userId);
        if (account == null) {
            checkRoom("users", accounts.size(), limits.users());
            account = new Account(userId, newGroup(0, 0), clock.nanos());
            accounts.add(account);
        }
        return account;
    }

    /** The user is connected to another node, so he can be sent to from this one, if there is room. Writer only. */
    void knownElsewhere(long userId) {
        if (accounts.size() < limits.users()) {
            accountFor(userId);
        }
    }

    /** Called before what is known of a user on another node changes. Writer only. */
    void touchElsewhere(int groupId, long userId) {
        Group group = groups.find(groupId);
        if (group != null && watching > 0) {
            group.presence().touch(userId, isPresent(accounts.find(userId), group, userId));
            stirred.add(group);
        }
    }

    /** Lets go of groups and users of whom nothing is left, where they may outlive their members. Writer only. */
    void forgetUnused() {
        groups.forEach(group -> {
            if (group.users() == 0 && group.isForgotten()) {
                groups.remove(group);
                stirred.remove(group);
                group.end();
            }
        });
        accounts.forEach(account -> {
            if (isUnused(account) && account.inbox().isForgotten() && !elsewhere.isKnown(account.key())) {
                accounts.remove(account);
                account.inbox().end();
            }
        });
    }

    /** Binds the connection to the user's only device, as {@link SignInTerms#PLAIN} has it. Writer only. */
    User signIn(long userId, ServerConnection connection) {
        return signIn(userId, SignInTerms.PLAIN, connection);
    }

    /** Binds the connection to the user's device and closes the one bound before. Writer only. */
    User signIn(long userId, SignInTerms terms, ServerConnection connection) {
        Account account = accounts.find(userId);
        User before = account != null ? account.device(terms.device()) : null;
        if (account == null) {
            account = accountFor(userId);
        } else if (before == null) {
            checkRoom("devices of this user", account.devices().length, limits.devicesPerUser());
        }
        if (before != null) {
            takeOver(before);
        }
        User slot = account.absent();
        if (slot == null || terms.hold()) {
            slot = new User(account);
        } else {
            account.absent(null);
        }
        touchAll(slot);
        bind(slot, terms, connection);
        account.addDevice(slot);
        count(1, terms.events());
        elsewhere.changed(0, userId);
        settle(account, slot);
        return slot;
    }

    /** Unbinds a connection that has closed; does nothing where another one is bound by now. Writer only. */
    void disconnected(User slot, ServerConnection connection) {
        if (slot.connection() == connection) {
            disconnect(slot);
            forgetIfGone(slot.account());
        }
    }

    /** Unbinds every connection that has closed. Writer only. */
    void sweep() {
        accounts.forEach(account -> {
            for (User device : account.devices()) {
                ServerConnection connection = device.connection();
                if (connection != null && !connection.isOpen()) {
                    disconnected(device, connection);
                }
            }
        });
    }

    /** Makes the user a member, which may be so already; returns the group's members. Writer only. */
    int join(User user, int groupId) {
        Group group = member(user, groupId);
        subscribe(user, group);
        return group.users();
    }

    /**
     * Makes the user a member, which may be so already, and has the messages go to his devices, but for those that hold and
     * for this one: {@link #subscribe} has to follow for that. Writer only.
     */
    Group member(User user, int groupId) {
        Account account = user.account();
        Group group = groups.find(groupId);
        if (group != null && account.isMember(groupId)) {
            return group;
        }
        checkRoom("groups of this user", account.groups().length, limits.groupsPerUser());
        if (group == null) {
            group = groupFor(groupId);
        }
        account.addGroup(groupId);
        group.usersChanged(1);
        for (User device : account.devices()) {
            if (device != user && !device.isHolding() && device.mayRead(groupId)) {
                subscribe(device, group);
            }
        }
        return group;
    }

    /** Has the group's messages go to this device, from the next one on, which may be so already. Writer only. */
    void subscribe(User slot, Group group) {
        if (!slot.isSubscribed(group)) {
            touch(slot.account(), group);
            add(slot, group);
            cover(slot.account(), group);
        }
    }

    /** Ends a membership, which may not be; returns the group's members. Writer only. */
    int leave(User user, int groupId) {
        Group group = groups.find(groupId);
        if (group == null) {
            return 0;
        }
        Account account = user.account();
        if (account.isMember(groupId)) {
            touch(account, group);
            account.removeGroup(groupId);
            group.usersChanged(-1);
            for (User device : account.devices()) {
                remove(device, group);
            }
            cover(account, group);
            forgetIfGone(account);
        }
        int left = group.users();
        if (left == 0 && !elsewhere.isShared()) {
            groups.remove(group);
            stirred.remove(group);
            lastSequence = Math.max(lastSequence, group.end());
        }
        return left;
    }

    /**
     * Partitions the members of all groups anew. Writer only, while no message is on its way through a shard and none is
     * published.
     */
    void repartition(int newShards, ToIntFunction<ServerConnection> newPlacement) {
        shards = newShards;
        placement = newPlacement;
        accounts.forEach(account -> {
            for (User device : account.devices()) {
                ServerConnection connection = device.connection();
                device.place(connection == null ? Dispatcher.ANY_SHARD : placement.applyAsInt(connection));
            }
            User absent = account.absent();
            if (absent != null) {
                absent.place(Dispatcher.ANY_SHARD);
            }
        });
        forEachGroup(group -> group.members(group.members().over(newShards)));
    }

    private void bind(User slot, SignInTerms terms, ServerConnection connection) {
        int from = slot.shard(shards);
        int to = placement.applyAsInt(connection);
        if (to == Dispatcher.ANY_SHARD) {
            slot.bind(terms, connection);
            return;
        }
        // In this order: what is queued in the shard that was left must not go to the connection in the new one.
        slot.place(to);
        slot.bind(terms, connection);
        for (Group group : slot.subscriptions()) {
            group.members(group.members().moved(slot, from, to));
        }
    }

    /** Ends a tick: tells of every group where somebody came or went since the last one, and has. Writer only. */
    void presenceTick(BiConsumer<Group, PresenceChanges.Change> told) {
        for (Group group : stirred) {
            PresenceChanges.Change change =
                    group.presence().tick(userId -> isPresent(accounts.find(userId), group, userId));
            if (!change.isEmpty()) {
                told.accept(group, change);
            }
        }
        stirred.clear();
    }

    /** Lets go of what all groups keep. The last thing that is done. */
    void close() {
        forEachGroup(Group::end);
    }

    private Group newGroup(int groupId, long sequence) {
        long epoch = epochs.nextLong() | 1; // 0 stands for none
        return new Group(groupId, shards, sequence, epoch, history, clock.nanos());
    }

    private void takeOver(User device) {
        ServerConnection before = device.connection();
        disconnect(device);
        if (before != null) {
            before.close();
        }
    }

    /** Leaves the device without a connection, and the groups that nobody else of the user's is in to the absent slot. */
    private void disconnect(User slot) {
        Account account = slot.account();
        touchAll(slot);
        count(-1, slot.wantsEvents());
        slot.unbind();
        account.removeDevice(slot);
        elsewhere.changed(0, account.key());
        if (account.absent() == null) {
            account.absent(slot);
            slot.subscriptions().forEach(group -> cover(account, group));
        } else {
            for (Group group : slot.subscriptions()) {
                remove(slot, group);
                cover(account, group);
            }
        }
    }

    /** Has a device that has come get what it may and asks for. */
    private void settle(Account account, User slot) {
        for (Group group : slot.subscriptions()) {
            if (group != account.inbox() && !slot.mayRead(group.id())) {
                remove(slot, group);
            }
            cover(account, group);
        }
        if (!slot.isHolding()) {
            for (int groupId : account.groups()) {
                Group group = groups.find(groupId);
                if (group != null && slot.mayRead(groupId)) {
                    subscribe(slot, group);
                }
            }
            subscribe(slot, account.inbox());
        }
        cover(account, account.inbox());
    }

    /** Sees to it that a group of the user's has the absent slot among its members just where it has no device of his. */
    private void cover(Account account, Group group) {
        User absent = account.absent();
        boolean his = group == account.inbox() || account.isMember(group.id());
        if (his && !account.isPresentIn(group)) {
            if (absent == null) {
                absent = new User(account);
                account.absent(absent);
            }
            add(absent, group);
        } else if (absent != null) {
            remove(absent, group);
            if (!absent.hasSubscriptions()) {
                account.absent(null);
            }
        }
    }

    private static void add(User slot, Group group) {
        if (!slot.isSubscribed(group)) {
            group.members(group.members().with(slot));
            slot.added(group);
        }
    }

    private static void remove(User slot, Group group) {
        if (slot.isSubscribed(group)) {
            group.members(group.members().without(slot));
            slot.removed(group);
        }
    }

    private void touchAll(User slot) {
        slot.subscriptions().forEach(group -> touch(slot.account(), group));
    }

    /** Notes who was there before a change. */
    private void touch(Account account, Group group) {
        if (group == account.inbox()) {
            return;
        }
        elsewhere.changed(group.id(), account.key());
        if (watching > 0) {
            group.presence().touch(account.key(), isPresent(account, group, account.key()));
            stirred.add(group);
        }
    }

    private boolean isPresent(@Nullable Account account, Group group, long userId) {
        return account != null && account.isPresentIn(group) || elsewhere.isPresent(group.id(), userId);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void count(int devices, boolean events) {
        deviceCount += devices;
        watching += events ? devices : 0;
    }

    private void forgetIfGone(Account account) {
        if (isUnused(account) && !elsewhere.isShared()) {
            accounts.remove(account);
            account.inbox().end();
        }
    }

    private static boolean isUnused(Account account) {
        return account.devices().length == 0 && account.groups().length == 0;
    }

    private static void checkRoom(String what, int size, int limit) {
        if (size >= limit) {
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED, what + ": " + size + " (expected: below " + limit + ")");
        }
    }
}
