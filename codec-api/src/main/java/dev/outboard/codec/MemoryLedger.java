package dev.outboard.codec;

import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The account of all off-heap memory that Outboard's allocators hold, and the budget that bounds it. Neither Unsafe
 * memory nor arenas show in the JVM's own figures, so this is where to look. Any thread.
 *
 * <p><em>Reserved</em> bytes are slabs taken from the system; <em>used</em> bytes are frames in somebody's hands,
 * rounded up to their size class. With no frame out, used is 0; reserved falls when slabs are returned.
 *
 * <p>The flight recorder hears of each refusal, and of each time that nine tenths of the budget become reserved
 * ({@code dev.outboard.BudgetPressure}), where there is one and a recording wants it.
 */
public final class MemoryLedger {
    private final long budgetBytes;
    /** Reserved bytes at which the flight recorder is told of pressure. */
    private final long markBytes;

    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong promised = new AtomicLong();
    private final AtomicLong reservedPeak = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final List<Usage> usages = new CopyOnWriteArrayList<>();
    private final AtomicLong settledLost = new AtomicLong();

    /** What an allocator tells its ledger when asked. */
    public interface Usage {
        /** Bytes of frames that are out. */
        long usedBytes();

        /** Frames that were dropped without a release and recovered since the start. */
        long lostFrames();
    }

    /** @param budgetBytes the most that may be reserved, above 0 */
    public MemoryLedger(long budgetBytes) {
        if (budgetBytes <= 0) {
            throw new IllegalArgumentException("budgetBytes: " + budgetBytes + " (expected: > 0)");
        }
        this.budgetBytes = budgetBytes;
        this.markBytes = budgetBytes - budgetBytes / 10;
        for (LedgerObserver observer : Observers.ALL) {
            observer.created(this);
        }
    }

    /** A ledger that counts and never refuses. */
    public static MemoryLedger unbounded() {
        return new MemoryLedger(Long.MAX_VALUE);
    }

    /** The most that may be reserved. */
    public long budgetBytes() {
        return budgetBytes;
    }

    /** Bytes taken from the system now. */
    public long reservedBytes() {
        return reserved.get();
    }

    /** The highest value that {@link #reservedBytes} has had. */
    public long reservedPeakBytes() {
        return reservedPeak.get();
    }

    /** Bytes of frames that are out now; exact when no thread is allocating or releasing. */
    public long usedBytes() {
        long sum = 0;
        for (Usage usage : usages) {
            sum += usage.usedBytes();
        }
        return sum;
    }

    /** Frames that were dropped without a release, found by the collector and recovered. Should read 0. */
    public long lostFrames() {
        long sum = settledLost.get();
        for (Usage usage : usages) {
            sum += usage.lostFrames();
        }
        return sum;
    }

    /** How often the budget refused a reservation. */
    public long refusals() {
        return refusals.get();
    }

    /**
     * Bytes that peers have been told they may send, and have not sent as far as is known: part of the budget is for those, before they take
     * any of it.
     */
    public long promisedBytes() {
        return promised.get();
    }

    /** For transports: tells peers of {@code more} bytes; below 0 for what they have sent, or will not send any more. */
    public void promise(long more) {
        promised.addAndGet(more);
    }

    /** For allocators: books {@code bytes}, or returns false, and counts it, where the budget has no room. */
    public boolean tryReserve(long bytes) {
        long now;
        do {
            now = reserved.get();
            if (bytes > budgetBytes - now) {
                refusals.incrementAndGet();
                BudgetPressure.tell(bytes, now, budgetBytes, true);
                return false;
            }
        } while (!reserved.compareAndSet(now, now + bytes));
        if (now < markBytes && now + bytes >= markBytes) {
            BudgetPressure.tell(bytes, now + bytes, budgetBytes, false);
        }
        reservedPeak.accumulateAndGet(now + bytes, Math::max);
        return true;
    }

    /** For allocators: takes {@code bytes} off the account, once the system has them again. */
    public void unreserve(long bytes) {
        long left = reserved.addAndGet(-bytes);
        if (left < 0) {
            throw new IllegalStateException("reserved: " + left + " (expected: >= 0; returned more than was taken)");
        }
    }

    /** For allocators: adds one to the account's sources. */
    public void open(Usage usage) {
        usages.add(usage);
    }

    /** For allocators: a closed one with nothing out leaves; its count of lost frames stays. Idempotent. */
    public void settle(Usage usage) {
        if (usages.remove(usage)) {
            settledLost.addAndGet(usage.lostFrames());
        }
    }

    @Override
    public String toString() {
        String budget = budgetBytes == Long.MAX_VALUE ? "none" : Long.toString(budgetBytes);
        return "reserved=" + reservedBytes() + " used=" + usedBytes() + " lost=" + lostFrames() + " budget=" + budget;
    }

    /** Found with the first ledger. */
    private static final class Observers {
        // Our own loader, not the thread's: an embedding container may set any.
        static final List<LedgerObserver> ALL =
                ServiceLoader.load(LedgerObserver.class, LedgerObserver.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }
}
