package dev.outboard.im.load;

import dev.outboard.rpc.ClientConnection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connected user: its connection, and the last sequence number seen of each of its groups. Used by its connection's
 * event loop only, but for what says otherwise.
 */
final class Session {
    private static final VarHandle DELIVERED;

    static {
        try {
            DELIVERED = MethodHandles.lookup().findVarHandle(Session.class, "delivered", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int user;
    private final boolean stalled;
    private final ClientConnection connection;
    private final int[] groups;
    private final int[] ordinals;
    private final long[] lastSequences;
    private volatile boolean closed;
    private long delivered;
    private @Nullable Tally tally;

    Session(int user, ClientConnection connection, Population population) {
        this(user, connection, population, false);
    }

    /**
     * @param stalled whether it stops reading with its first message
     */
    Session(int user, ClientConnection connection, Population population, boolean stalled) {
        this.user = user;
        this.stalled = stalled;
        this.connection = connection;
        this.groups = population.groupsOf(user);
        this.ordinals = population.ordinalsOf(user);
        this.lastSequences = new long[groups.length];
    }

    /** Any thread. */
    int user() {
        return user;
    }

    /** Any thread. */
    ClientConnection connection() {
        return connection;
    }

    /** The groups that the user is in. Any thread. */
    int[] groups() {
        return groups;
    }

    /** Whether it stops reading, or is slow: nobody waits for what it gets, and it sends nothing. Any thread. */
    boolean isStalled() {
        return stalled;
    }

    /** Whether the connection is gone. Any thread. */
    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Messages that came. Any thread; those of the last moments may be missing while the event loop runs. */
    long delivered() {
        return (long) DELIVERED.getOpaque(this);
    }

    void countDelivery() {
        DELIVERED.setOpaque(this, delivered + 1);
    }

    /** The tally of this session's event loop; null before the first message. */
    @Nullable
    Tally tally() {
        return tally;
    }

    void tally(Tally tally) {
        this.tally = tally;
    }

    /** Which of the user's memberships is in {@code group}; negative where none is. */
    int membership(int group) {
        return Arrays.binarySearch(groups, group);
    }

    /** The user's place among the group's members. */
    int ordinal(int membership) {
        return ordinals[membership];
    }

    /** Notes a sequence number; false where it is not above the last one. */
    boolean inOrder(int membership, long sequence) {
        if (sequence <= lastSequences[membership]) {
            return false;
        }
        lastSequences[membership] = sequence;
        return true;
    }
}
