package dev.outboard.rpc.channel;

import dev.outboard.rpc.ClientConnection;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one address: as many as were asked for, made again when they are lost, after a backoff where that
 * happens too soon or connecting fails. Choosing one is for any thread; the rest runs in the channel's {@link Serial}.
 *
 * <p>A connection whose server goes away takes no more calls from that moment on, is replaced at once, and ends by itself
 * with its last call.
 */
final class EndpointPool implements Endpoint {
    private static final ClientConnection[] NONE = {};
    private static final long RETIRE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ChannelCore core;
    private final InetSocketAddress address;
    private final int size;
    private final BackoffPolicy backoff;
    private final LongAdder picks = new LongAdder();

    /** Copied when it changes; written in the serial. */
    private volatile ClientConnection[] ready = NONE;
    /** Whether the last attempt failed, and none has succeeded since; written in the serial. */
    private volatile boolean failing;

    private final AtomicInteger connecting = new AtomicInteger();
    private volatile String lastFailure = "";
    private final LongAdder attempts = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder drained = new LongAdder();
    private final LongAdder lost = new LongAdder();

    // The serial's.
    private final Set<ClientConnection> open = new HashSet<>();
    private ChannelScheduler.@Nullable Task retry;
    private int failuresInARow;
    /** When the last connection became ready. */
    private long readyNanos;

    private boolean removed;

    EndpointPool(ChannelCore core, InetSocketAddress address, int size, BackoffPolicy backoff) {
        this.core = core;
        this.address = address;
        this.size = size;
        this.backoff = backoff;
    }

    // ---- any thread

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int callsInFlight() {
        return callsInFlight(ready);
    }

    private static int callsInFlight(ClientConnection[] connections) {
        int calls = 0;
        for (ClientConnection connection : connections) {
            calls += connection.callsInFlight();
        }
        return calls;
    }

    /** A connection for one call, the less loaded of two; null where none takes calls, or only {@code avoided}. */
    @Nullable
    ClientConnection take(@Nullable ClientConnection avoided) {
        ClientConnection[] all = ready;
        int count = all.length;
        if (count == 0) {
            return null;
        }
        int first = count == 1 ? 0 : ThreadLocalRandom.current().nextInt(count);
        ClientConnection best = null;
        for (int i = 0, tried = 0; i < count && tried < 2; i++) {
            ClientConnection connection = all[(first + i) % count];
            if (takesCalls(connection, avoided)) {
                tried++;
                if (best == null || connection.callsInFlight() < best.callsInFlight()) {
                    best = connection;
                }
            }
        }
        if (best != null) {
            picks.increment();
        }
        return best;
    }

    @SuppressWarnings("ReferenceEquality") // that connection, not an equal one
    private static boolean takesCalls(ClientConnection connection, @Nullable ClientConnection avoided) {
        return connection != avoided && connection.isOpen() && !connection.isDraining();
    }

    ChannelState state() {
        return state(ready.length);
    }

    private ChannelState state(int connections) {
        if (connections > 0) {
            return ChannelState.READY;
        }
        if (failing) {
            return ChannelState.TRANSIENT_FAILURE;
        }
        return connecting.get() > 0 ? ChannelState.CONNECTING : ChannelState.IDLE;
    }

    /** @param offered whether calls choose among it and others */
    EndpointSnapshot describe(boolean offered) {
        // Looked at once: they may go meanwhile.
        ClientConnection[] connections = ready;
        ChannelState own = state(connections.length);
        return new EndpointSnapshot(
                address,
                own == ChannelState.READY && !offered ? ChannelState.CONNECTING : own,
                connections.length,
                callsInFlight(connections),
                picks.sum(),
                attempts.sum(),
                failures.sum(),
                drained.sum(),
                lost.sum(),
                lastFailure);
    }

    // ---- the serial

    boolean isConnecting() {
        return connecting.get() > 0;
    }

    boolean backsOff() {
        return retry != null;
    }

    /** Sees to it that all connections are there or on their way, unless it has to wait. */
    void connect() {
        while (!removed && retry == null && ready.length + connecting.get() < size) {
            connecting.incrementAndGet();
            attempts.increment();
            core.connect(address, this::ended);
        }
    }

    private void ended(@Nullable ClientConnection connection, @Nullable Throwable failure) {
        connecting.decrementAndGet();
        if (connection == null) {
            lastFailure = String.valueOf(failure == null ? null : failure.getMessage());
            backOff();
            // Counted when it has been seen to: who reads the count may rely on the rest.
            failures.increment();
            core.refreshAddresses();
        } else if (removed) {
            connection.close();
        } else {
            add(connection);
        }
        core.update();
    }

    private void add(ClientConnection connection) {
        failing = false;
        lastFailure = "";
        readyNanos = core.nanoTime();
        open.add(connection);
        int count = ready.length;
        ClientConnection[] more = Arrays.copyOf(ready, count + 1);
        more[count] = connection;
        ready = more;
        connection.onDraining(() -> core.execute(() -> drained(connection)));
        connection.onClose(() -> core.execute(() -> closed(connection)));
    }

    private void drained(ClientConnection connection) {
        if (dropped(connection)) {
            replace();
            drained.increment();
        }
    }

    private void closed(ClientConnection connection) {
        open.remove(connection);
        if (removed && open.isEmpty()) {
            core.left(this);
        }
        if (dropped(connection)) {
            replace();
            lost.increment();
        }
    }

    /** A connection is gone: makes another one at once, if that had held for a while. */
    private void replace() {
        if (core.nanoTime() - readyNanos >= backoff.initial().toNanos()) {
            failuresInARow = 0;
        } else {
            backOff();
        }
        core.refreshAddresses();
        core.update();
    }

    private void backOff() {
        failing = true;
        if (retry == null && !removed) {
            retry = core.later(() -> core.execute(this::retryDue), core.jittered(backoff, failuresInARow));
            failuresInARow++;
        }
    }

    private void retryDue() {
        retry = null;
        core.update();
    }

    /** Takes a connection out of those that get calls; false where it was not among them. */
    @SuppressWarnings("ReferenceEquality") // that connection, not an equal one
    private boolean dropped(ClientConnection connection) {
        ClientConnection[] before = ready;
        for (int i = 0; i < before.length; i++) {
            if (before[i] == connection) {
                ClientConnection[] fewer = Arrays.copyOf(before, before.length - 1);
                System.arraycopy(before, i + 1, fewer, i, fewer.length - i);
                ready = fewer;
                return true;
            }
        }
        return false;
    }

    /** The address is no longer one of the target's: gives its connections no more calls, and lets theirs end. */
    void remove() {
        stop();
        if (open.isEmpty()) {
            core.left(this);
        }
        for (ClientConnection connection : open) {
            retireSoon(connection);
        }
    }

    /** Closes everything at once. */
    void close() {
        stop();
        for (ClientConnection connection : Set.copyOf(open)) {
            connection.close();
        }
    }

    private void stop() {
        removed = true;
        ready = NONE;
        ChannelScheduler.Task set = retry;
        retry = null;
        if (set != null) {
            set.cancel();
        }
    }

    /** Not at once: somebody may have chosen it just before. */
    private void retireSoon(ClientConnection connection) {
        core.later(() -> retire(connection), RETIRE_NANOS);
    }

    private void retire(ClientConnection connection) {
        if (connection.callsInFlight() == 0 && connection.queuedBytes() == 0) {
            connection.close();
        } else if (connection.isOpen()) {
            retireSoon(connection);
        }
    }
}
