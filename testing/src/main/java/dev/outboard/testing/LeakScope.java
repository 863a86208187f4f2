package dev.outboard.testing;

import dev.outboard.codec.MemoryLedger;
import io.netty.util.LeakPresenceDetector.ResourceScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What one top-level test class makes and has to leave clean. Scopes nest, for tests that run tests. */
final class LeakScope {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static volatile @Nullable LeakScope current;

    private final @Nullable LeakScope outer;
    private final String name;
    private final long graceNanos;
    private ResourceScope buffers;
    private final Queue<MemoryLedger> ledgers = new ConcurrentLinkedQueue<>();
    private final Set<MemoryLedger> losing = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threadsBefore = TestThreads.live();

    private LeakScope(@Nullable LeakScope outer, String name, long graceNanos) {
        this.outer = outer;
        this.name = name;
        this.graceNanos = graceNanos;
        this.buffers = new ResourceScope(name);
    }

    static void begin(String name, long graceNanos) {
        LeakScope scope = new LeakScope(current, name, graceNanos);
        current = scope;
        BufferCounts.enter(scope.buffers);
    }

    /** Goes back to the scope around this one, and fails where this one is not clean. */
    static void end() {
        LeakScope scope = required();
        LeakScope outer = scope.outer;
        try {
            scope.check(true);
        } finally {
            current = outer;
            BufferCounts.enter(outer != null ? outer.buffers : new ResourceScope("no test class"));
        }
    }

    static LeakScope required() {
        LeakScope scope = current;
        if (scope == null) {
            throw new IllegalStateException("leak scope: none (expected: one, begun before the test class)");
        }
        return scope;
    }

    /** A ledger made by whatever runs now. */
    static void add(MemoryLedger ledger) {
        LeakScope scope = current;
        if (scope != null) {
            scope.ledgers.add(ledger);
        }
    }

    /** For tests that lose frames on purpose. */
    void expectLostFrames(MemoryLedger ledger) {
        losing.add(ledger);
    }

    /** Fails unless every frame and buffer of this scope has been released, in time. */
    void checkMemory() {
        check(false);
    }

    private void check(boolean threadsToo) {
        long deadline = System.nanoTime() + graceNanos;
        List<String> leaks = leaks(threadsToo);
        while (!leaks.isEmpty() && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(POLL_NANOS);
            leaks = leaks(threadsToo);
        }
        if (!leaks.isEmpty()) {
            forgetLeaks();
            throw new AssertionError(name + " leaves behind " + String.join("; ", leaks));
        }
    }

    /** So that each leak is reported once, and not by every test behind it too. */
    private void forgetLeaks() {
        ledgers.removeIf(this::isLeaking);
        if (buffers.hasOpenResources()) {
            buffers = new ResourceScope(name);
            BufferCounts.enter(buffers);
        }
    }

    /** A frame that the collector has recovered is off the books, and a leak all the same. */
    private boolean isLeaking(MemoryLedger ledger) {
        return ledger.usedBytes() != 0 || (ledger.lostFrames() != 0 && !losing.contains(ledger));
    }

    private List<String> leaks(boolean threadsToo) {
        List<String> leaks = new ArrayList<>(0);
        for (MemoryLedger ledger : ledgers) {
            if (isLeaking(ledger)) {
                leaks.add("frames: " + ledger + " (expected: used=0 lost=0)");
            }
        }
        if (buffers.hasOpenResources()) {
            leaks.add("Netty buffers (expected: all released;"
                    + " -Dio.netty.util.LeakPresenceDetector.trackCreationStack=true tells where)");
        }
        if (threadsToo) {
            TestThreads.startedSince(threadsBefore)
                    .forEach(t ->
                            leaks.add("thread " + t.getName() + " in " + TestThreads.place(t) + " (expected: ended)"));
        }
        return leaks;
    }
}
