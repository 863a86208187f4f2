package dev.outboard.rpc.channel;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Calls that wait for a connection, first come first served, bounded in number and bytes. Belongs to the serial. */
final class WaitingCalls {
    private final int maxCalls;
    private final long maxBytes;
    private final Set<Waiting> queue = new LinkedHashSet<>();
    private long queuedBytes;
    /** For any thread to read. */
    private volatile int calls;

    private volatile long bytes;

    WaitingCalls(int maxCalls, long maxBytes) {
        this.maxCalls = maxCalls;
        this.maxBytes = maxBytes;
    }

    /** False where there is no room. */
    boolean add(Waiting call) {
        if (queue.size() >= maxCalls || queuedBytes + call.lengthBytes() > maxBytes) {
            return false;
        }
        if (queue.add(call)) {
            count(call.lengthBytes());
        }
        return true;
    }

    void remove(Waiting call) {
        if (queue.remove(call)) {
            count(-call.lengthBytes());
        }
    }

    /** Shows every call; those for which {@code action} returns true leave. */
    void removeIf(Predicate<Waiting> action) {
        for (Iterator<Waiting> each = queue.iterator(); each.hasNext(); ) {
            Waiting call = each.next();
            if (action.test(call)) {
                each.remove();
                count(-call.lengthBytes());
            }
        }
    }

    List<Waiting> removeAll() {
        List<Waiting> all = List.copyOf(queue);
        queue.clear();
        count(-queuedBytes);
        return all;
    }

    int calls() {
        return calls;
    }

    long bytes() {
        return bytes;
    }

    private void count(long moreBytes) {
        calls = queue.size();
        queuedBytes += moreBytes;
        bytes = queuedBytes;
    }
}
