package dev.outboard.bench.rpc.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps calls going over a number of connections. Started, then stopped, by one thread. */
abstract class Load {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<Call> calls = new ArrayList<>();
    private final AtomicLong faults = new AtomicLong();
    private final AtomicReference<@Nullable String> firstFault = new AtomicReference<>();

    /** Opens the connections; the calls of one stand together, in their order. */
    final void connect(RpcPeer.Client client, int connections, int inFlight) throws Exception {
        long step = Integer.highestOneBit(connections * inFlight) * 2L;
        for (int c = 0; c < connections; c++) {
            RpcPeer.Caller caller = client.connect(inFlight);
            for (int i = 0; i < inFlight; i++) {
                calls.add(new Call(this, caller, c, i, calls.size(), step));
            }
        }
    }

    /** Begins. */
    abstract void start();

    /** Starts no more calls. */
    abstract void stop() throws InterruptedException;

    /** A call that was due at {@code dueNanos} ended, on the thread that brought its reply; its place is free. */
    abstract void ended(Call call, long dueNanos);

    final List<Call> calls() {
        return calls;
    }

    /** Calls that have ended so far. */
    final long done() {
        long sum = 0;
        for (Call call : calls) {
            sum += call.ended();
        }
        return sum;
    }

    /** Waits for the calls under way; returns how many did not end in time. */
    final long awaitEnd(long timeoutNanos) {
        long deadline = System.nanoTime() + timeoutNanos;
        long left = left();
        while (left > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
            left = left();
        }
        return left;
    }

    final void fault(String what) {
        faults.incrementAndGet();
        firstFault.compareAndSet(null, what);
    }

    final long faults() {
        return faults.get();
    }

    /** What went wrong first; empty for nothing. */
    final String firstFault() {
        String first = firstFault.get();
        return first == null ? "" : first;
    }

    private long left() {
        return calls.stream().filter(Call::isInFlight).count();
    }
}
