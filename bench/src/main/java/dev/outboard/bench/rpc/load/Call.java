package dev.outboard.bench.rpc.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One call at a time, used again for the next one when it ended: a place in a connection's window. Passed from thread to
 * thread by the contender, one at a time; {@link #ended} may be read by any.
 */
public final class Call {
    private static final VarHandle ENDED;
    private static final VarHandle IN_FLIGHT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENDED = lookup.findVarHandle(Call.class, "ended", long.class);
            IN_FLIGHT = lookup.findVarHandle(Call.class, "inFlight", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Load load;
    private final RpcPeer.Caller caller;
    private final int connection;
    private final int index;
    private final long idStep;
    private long id;
    private long dueNanos;
    private long ended;
    /** Handed from the thread that starts the call to the one that ends it by the contender, and back by this. */
    private boolean inFlight;

    /**
     * @param connection number of its connection, from 0
     * @param index within its connection
     * @param firstId a number that no other call has, modulo {@code idStep}
     */
    Call(Load load, RpcPeer.Caller caller, int connection, int index, long firstId, long idStep) {
        this.load = load;
        this.caller = caller;
        this.connection = connection;
        this.index = index;
        this.id = firstId;
        this.idStep = idStep;
    }

    /** No other call of the run has this number. */
    public long id() {
        return id;
    }

    /** Its place among the calls of its connection, from 0. */
    public int index() {
        return index;
    }

    /** Ends the call: a reply came, and was what had to come or was not. */
    public void replied(boolean right) {
        if (!right) {
            load.fault("reply: other content than the request's (expected: the same)");
        }
        end();
    }

    /** Ends the call: there is no reply. */
    public void failed(String why) {
        load.fault(why);
        end();
    }

    void start(long newDueNanos) {
        dueNanos = newDueNanos;
        id += idStep;
        IN_FLIGHT.setRelease(this, true);
        caller.start(this);
    }

    int connection() {
        return connection;
    }

    /** Whether it is under way; any thread. */
    boolean isInFlight() {
        return (boolean) IN_FLIGHT.getAcquire(this);
    }

    /** How many calls have ended here. */
    long ended() {
        return (long) ENDED.getOpaque(this);
    }

    private void end() {
        if (!inFlight) {
            load.fault("reply: a second one to the same call (expected: one)");
            return;
        }
        long due = dueNanos;
        ENDED.setOpaque(this, ended + 1);
        IN_FLIGHT.setRelease(this, false); // from here on a tick may start it again
        load.ended(this, due);
    }
}
