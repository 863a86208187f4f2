package dev.outboard.codec.spi;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.MemoryLedger;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pooled allocator of frames: a Netty allocator, so that channels read and write straight into codec memory. Every
 * buffer but a heap buffer that it is asked for is a direct frame. Any thread.
 *
 * <p>Frames are cut from slabs of one size class each. Event loops and workers ({@link FastThreadLocalThread}s) have
 * free lists of their own, other threads share striped ones; a frame released on another thread goes home through its
 * owner's queue. A frame that is dropped without a release is found by the collector, counted, told to the flight recorder where
 * there is one ({@code dev.outboard.LeaseLeak}), and its memory reused.
 * All of it is booked in one {@link MemoryLedger}.
 */
public final class FrameAllocator extends AbstractByteBufAllocator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameAllocator.class);
    private static final int HUGE_STEP = 64 << 10;
    /** Largest frame: the mark of a body that is being written has 29 bits for its place. */
    private static final int MOST_BYTES = 1 << 29;
    /**
     * Bytes of idle slabs that a size class keeps. Traffic comes in waves, of a connection's calls in flight and of those that wait behind a stall: a wave
     * that takes slabs from the system and gives them back costs their page faults, and new handles for the collector.
     */
    private static final int IDLE_BYTES = 1 << 20;
    /** The least idle slabs kept per size class where only the collector can return memory, against churn that it would pay for. */
    private static final int SLOW_RETURN_IDLE_SLABS = 8;

    private static final int NO_SITES = -1;
    /** One use of a handle in this many is sampled once a frame was lost, so that the next loss has a name. */
    private static final int ALERT_SAMPLING = 64;

    private final MemorySource source;
    private final MemoryLedger ledger;
    private final LostFrameListener listener;
    private final int leastIdleSlabs;
    private final SizeClassPool[] pools = new SizeClassPool[SizeClasses.COUNT];
    /** Every slab: one whose frames are all out has no other way to be reached, nor has the news that they are lost. */
    private final Set<SlottedSlab> slabs = ConcurrentHashMap.newKeySet();

    private final StripedLists stripes = new StripedLists(this);
    private final List<OwnerLists> owners = new CopyOnWriteArrayList<>();
    private final ReferenceQueue<PooledFrame> lostQueue = new ReferenceQueue<>();
    private final AtomicLong lost = new AtomicLong();
    /** Bytes out by way of the stripes, less bytes released by threads that are not the frame's owner. */
    private final LongAdder sharedUsed = new LongAdder();

    private final LocalOwner local = new LocalOwner();
    private final LedgerUsage usage = new LedgerUsage();
    private volatile boolean closed;
    /** A use of a handle whose count has none of these bits set remembers its site; -1 for none. */
    private volatile int siteMask;

    /**
     * How an allocator behaves beyond its memory. Immutable.
     *
     * @param siteSampling one use of a frame in this many remembers where it was allocated, for the report of a lost
     *     frame: a power of two, 1 for each; 0 for none. After a loss it is one in 64 at least
     * @param lostFrames told of each lost frame
     */
    public record Options(int siteSampling, LostFrameListener lostFrames) {
        private static final int DEFAULT_SAMPLING = 1 << 18;

        /** Checks the range of {@code siteSampling}. */
        public Options {
            if (siteSampling < 0 || Integer.bitCount(siteSampling) > 1) {
                throw new IllegalArgumentException(
                        "siteSampling: " + siteSampling + " (expected: 0 or a power of two)");
            }
        }

        /** One use in 262 144 sampled, and one frame in 64 when it is new; a loss is logged as a warning. */
        public static Options defaults() {
            return new Options(DEFAULT_SAMPLING, FrameAllocator::warn);
        }
    }

    /** <em>Borrows</em> the ledger, which may serve many allocators. */
    public FrameAllocator(MemorySource source, MemoryLedger ledger, Options options) {
        this.source = source;
        this.ledger = ledger;
        this.listener = options.lostFrames();
        this.siteMask = options.siteSampling() - 1;
        this.leastIdleSlabs = source.returnsAtOnce() ? 1 : SLOW_RETURN_IDLE_SLABS;
        for (int i = 0; i < pools.length; i++) {
            pools[i] = new SizeClassPool(this, i);
        }
        ledger.open(usage);
    }

    /** Where its memory comes from. */
    public MemorySource source() {
        return source;
    }

    /** The account that this allocator's memory is in. */
    public MemoryLedger ledger() {
        return ledger;
    }

    /** Frames dropped without a release and recovered so far. Looks for new ones first. */
    public long lostFrames() {
        recoverLost();
        return lost.get();
    }

    /** Returns the slabs in which no frame is out and none is on a thread's free list. */
    public void trim() {
        recoverLost();
        for (SizeClassPool pool : pools) {
            pool.trim();
        }
    }

    /**
     * Gives back the calling thread's own free lists, as its end would: for a thread that outlives the allocator. It gets
     * new ones if it allocates again.
     */
    public void leaveThread() {
        local.remove();
    }

    /**
     * Returns what is not in use, and from then on every slab as its last frame comes back; allocating and growing throw
     * {@link IllegalStateException}. Threads with free lists of their own give theirs back when they end, so close after
     * the event loops and workers, or after {@link #leaveThread} on them. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        stripes.close();
        trim();
        settle();
    }

    @Override
    public boolean isDirectBufferPooled() {
        return true;
    }

    @Override
    public ByteBuf buffer() {
        return directBuffer();
    }

    @Override
    public ByteBuf buffer(int initialCapacity) {
        return directBuffer(initialCapacity);
    }

    @Override
    public ByteBuf buffer(int initialCapacity, int maxCapacity) {
        return directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public ByteBuf ioBuffer() {
        return directBuffer();
    }

    @Override
    public ByteBuf ioBuffer(int initialCapacity) {
        return directBuffer(initialCapacity);
    }

    @Override
    public ByteBuf ioBuffer(int initialCapacity, int maxCapacity) {
        return directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
    }

    /** <em>Returns owned</em>. */
    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        PooledFrame frame = take(initialCapacity);
        frame.open(initialCapacity, maxCapacity, siteMask);
        return frame;
    }

    /** A frame of at least {@code bytes}, not opened: nobody's but the caller's, counted as used. */
    PooledFrame take(int bytes) {
        if (closed) {
            throw closedAllocator();
        }
        if (bytes > SizeClasses.LARGEST) {
            return takeHuge(bytes);
        }
        int sizeClass = SizeClasses.of(bytes);
        boolean listed = bytes <= SizeClasses.LARGEST_LISTED;
        OwnerLists owner = listed ? local.current() : null;
        if (owner != null) {
            return owner.allocate(sizeClass);
        }
        PooledFrame frame = listed ? stripes.allocate(this, sizeClass) : takeUnlisted(sizeClass);
        frame.owner = null;
        sharedUsed.add(frame.slotBytes());
        return frame;
    }

    /** Takes back a frame whose last reference was released, on any thread. */
    void release(PooledFrame frame) {
        OwnerLists owner = frame.owner;
        if (owner != null && owner.isCurrent()) {
            owner.release(frame, frame.sizeClass());
            return;
        }
        sharedUsed.add(-frame.slotBytes());
        if (frame.isHuge()) {
            returnSlab(frame.slab());
            // Nothing holds this handle any more: without this the collector may find it before its registration is
            // cleared,
            // and the frame would count as lost and its memory be freed a second time.
            Reference.reachabilityFence(frame);
        } else if (owner == null && frame.slotBytes() <= SizeClasses.LARGEST_LISTED) {
            stripes.release(this, frame, frame.sizeClass());
        } else if (owner == null || !owner.offer(frame)) {
            pools[frame.sizeClass()].give(frame);
        }
    }

    /** Counts what the collector found and gives its memory back to the pools. Never called under a pool's lock. */
    void recoverLost() {
        Reference<? extends PooledFrame> found;
        while ((found = lostQueue.poll()) != null) {
            recover((FrameRef) found);
        }
    }

    /**
     * For who finds the budget short. Returns idle slabs; where only the collector can return memory, asks it to, and returns idle slabs then: if a
     * quarter of the budget is nobody's any more, and once in ten seconds at the most. Any thread; never waits, so that there may be
     * room a moment later only.
     */
    public void reclaim() {
        if (source.returnsAtOnce()) {
            tryTrim();
        } else if (ledger.reservedBytes() - ledger.usedBytes() > ledger.budgetBytes() >>> 2) {
            CollectorCall.ask(this::tryTrim);
        }
    }

    private void tryTrim() {
        for (SizeClassPool pool : pools) {
            pool.tryTrim();
        }
    }

    SizeClassPool pool(int sizeClass) {
        return pools[sizeClass];
    }

    ReferenceQueue<PooledFrame> lostQueue() {
        return lostQueue;
    }

    /** How many idle slabs of {@code slabBytes} a pool may keep. */
    int idleSlabLimit(int slabBytes) {
        return closed ? 0 : Math.max(leastIdleSlabs, IDLE_BYTES / slabBytes);
    }

    SlottedSlab newSlab(SizeClassPool pool, int frameBytes, int slots) {
        int bytes = frameBytes * slots;
        if (!ledger.tryReserve(bytes)) {
            tryTrim();
            if (!ledger.tryReserve(bytes)) {
                reclaim();
                throw refused(bytes);
            }
        }
        SlottedSlab slab = new SlottedSlab(allocate(bytes), pool, frameBytes, slots);
        slabs.add(slab);
        return slab;
    }

    void returnSlab(SlottedSlab slab) {
        slabs.remove(slab);
        slab.free();
        if (closed) {
            settle();
        }
    }

    /** Takes a closed allocator with nothing out off the ledger's list, which keeps its count of lost frames. */
    private void settle() {
        if (usage.usedBytes() == 0) {
            ledger.settle(usage);
        }
    }

    private MemorySource.Slab allocate(int bytes) {
        try {
            return source.allocate(bytes, new Unreserve(ledger, bytes));
        } catch (OutOfMemoryError e) {
            ledger.unreserve(bytes);
            throw new FrameBudgetException(
                    source.name() + " memory: refused " + bytes + " bytes (expected: room; " + ledger + ")", e);
        }
    }

    private PooledFrame takeUnlisted(int sizeClass) {
        recoverLost();
        return pools[sizeClass].take();
    }

    private PooledFrame takeHuge(int bytes) {
        int rounded = (int) Math.min(MOST_BYTES, ((long) bytes + HUGE_STEP - 1) & -HUGE_STEP);
        if (bytes > rounded) {
            throw new FrameBudgetException("frame: " + bytes + " bytes (expected: at most " + MOST_BYTES + ")");
        }
        recoverLost();
        SlottedSlab slab = newSlab(pools[0], rounded, 1);
        PooledFrame frame = slab.take();
        frame.owner = null;
        sharedUsed.add(rounded);
        return frame;
    }

    private void recover(FrameRef ref) {
        long count = lost.incrementAndGet();
        int bytes = ref.slab.frameBytes;
        sharedUsed.add(-bytes);
        if (bytes > SizeClasses.LARGEST) {
            returnSlab(ref.slab);
        } else {
            ref.slab.pool.replaceLost(ref);
        }
        if (siteMask != NO_SITES) {
            siteMask = Math.min(siteMask, ALERT_SAMPLING - 1);
        }
        LeaseLeak.tell(bytes, source.name(), count, ref.site);
        listener.lost(bytes, ref.site);
    }

    private static IllegalStateException closedAllocator() {
        return new IllegalStateException("allocator: closed (expected: open)");
    }

    private FrameBudgetException refused(int bytes) {
        return new FrameBudgetException("frame memory: refused " + bytes + " bytes (expected: room in the budget; "
                + ledger.reservedBytes() + " of " + ledger.budgetBytes() + " bytes are reserved)");
    }

    private static void warn(int frameBytes, @Nullable Throwable site) {
        if (site == null) {
            LOG.warn(
                    "frame of {} bytes: dropped without a release (expected: release()); site not sampled", frameBytes);
        } else {
            LOG.warn("frame of {} bytes: dropped without a release (expected: release())", frameBytes, site);
        }
    }

    /** Runs when a slab is gone; refers to neither slab nor allocator. */
    private record Unreserve(MemoryLedger ledger, int bytes) implements Runnable {
        @Override
        public void run() {
            ledger.unreserve(bytes);
        }
    }

    /** The current thread's own lists, where it is one that tells us when it ends. */
    private final class LocalOwner extends FastThreadLocal<OwnerLists> {
        @Nullable
        OwnerLists current() {
            return Thread.currentThread() instanceof FastThreadLocalThread
                            && FastThreadLocalThread.currentThreadWillCleanupFastThreadLocals()
                    ? get()
                    : null;
        }

        @Override
        protected OwnerLists initialValue() {
            OwnerLists lists = new OwnerLists(FrameAllocator.this, Thread.currentThread());
            owners.add(lists);
            return lists;
        }

        @Override
        protected void onRemoval(OwnerLists lists) {
            lists.close();
            sharedUsed.add(lists.used());
            owners.remove(lists);
        }
    }

    private final class LedgerUsage implements MemoryLedger.Usage {
        @Override
        public long usedBytes() {
            recoverLost();
            long sum = sharedUsed.sum();
            for (OwnerLists lists : owners) {
                sum += lists.used();
            }
            return sum;
        }

        @Override
        public long lostFrames() {
            return FrameAllocator.this.lostFrames();
        }
    }
}
