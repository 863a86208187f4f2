package dev.outboard.im.server;

import dev.outboard.im.chat.RateMeter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A user: memberships, which last, and devices, which come and go. Written by the user table's writer, read by any
 * thread.
 *
 * <p>Each of the user's groups, the inbox among them, has at least one of the user's slots ({@link User}) among its
 * members: the connected devices that get its messages, or, where there is none, the absent slot, which stands for the
 * user and is counted as offline.
 */
final class Account implements LongTable.Keyed {
    private static final int[] NO_GROUPS = {};
    private static final User[] NO_DEVICES = {};

    private final long id;
    private final Group inbox;
    private final RateMeter rate;
    private final RateMeter typingRate;
    private volatile int[] groups = NO_GROUPS;
    private volatile User[] devices = NO_DEVICES;
    // The writer's own.
    private @Nullable User absent;

    /**
     * @param inbox what is sent to this user alone
     */
    Account(long id, Group inbox, long nowNanos) {
        this.id = id;
        this.inbox = inbox;
        this.rate = new RateMeter(nowNanos);
        this.typingRate = new RateMeter(nowNanos);
    }

    @Override
    public long key() {
        return id;
    }

    /** The group of this one user. Any thread. */
    Group inbox() {
        return inbox;
    }

    /** How fast the user may publish. Any thread. */
    RateMeter rate() {
        return rate;
    }

    /** How fast the user may say that he is typing. Any thread. */
    RateMeter typingRate() {
        return typingRate;
    }

    /** Whether the user is a member of the group. Any thread. */
    boolean isMember(int groupId) {
        return Arrays.binarySearch(groups, groupId) >= 0;
    }

    /** The groups that the user is a member of, in ascending order. Any thread; never changed. */
    int[] groups() {
        return groups;
    }

    /** The devices that are connected. Any thread; never changed. */
    User[] devices() {
        return devices;
    }

    /** The connected device of that name, or null. Any thread. */
    @Nullable
    User device(String name) {
        for (User device : devices) {
            if (device.device().equals(name)) {
                return device;
            }
        }
        return null;
    }

    /** Whether a connected device gets the group's messages. Writer only. */
    boolean isPresentIn(Group group) {
        for (User device : devices) {
            if (device.isSubscribed(group)) {
                return true;
            }
        }
        return false;
    }

    /** The slot that stands for the user where no device does. Writer only. */
    @Nullable
    User absent() {
        return absent;
    }

    void absent(@Nullable User slot) {
        absent = slot;
    }

    void addDevice(User device) {
        User[] before = devices;
        User[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = device;
        devices = after;
    }

    void removeDevice(User device) {
        devices = Arrays.stream(devices).filter(other -> other != device).toArray(User[]::new);
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
