package dev.outboard.bench.gc;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** An arm's memory in this JVM. {@link #nativeBytes} on any thread, the rest on the thread that made it. */
interface ArmMemory extends AutoCloseable {
    /** For one worker; called on its thread. */
    Ownership<?> newOwnership();

    /** Bytes that the arm holds from the system for its frames now. */
    long nativeBytes();

    /**
     * Bytes in frames that somebody still owns, where the arm frees by hand alone; 0 where a finalizer or a Cleaner
     * frees, for those come when they please. When no worker runs.
     */
    long ownedBytes();

    /** Gives back what the arm can give back itself. */
    @Override
    void close();

    /** That arm's memory, at most {@code budgetBytes} of it. */
    static ArmMemory open(GcArm arm, long budgetBytes) {
        return switch (arm) {
            case LEGACY_FINALIZER_GRAPH -> new LegacyArm(budgetBytes, true, 0);
            case LEGACY_FINALIZER -> new LegacyArm(budgetBytes, false, 0);
            case LEGACY_MISSED_FREE -> new LegacyArm(budgetBytes, true, 100);
            case UNSAFE_CLEANER -> new CleanerArm(budgetBytes);
            case DIRECT_PER_MESSAGE -> new DirectArm();
            case UNSAFE_POOLED -> new PooledArm("unsafe", budgetBytes);
            case SAFE_POOLED -> new PooledArm("safe", budgetBytes);
            case NETTY_POOLED -> NettyArm.pooled();
            case NETTY_ADAPTIVE -> NettyArm.adaptive();
            case HEAP -> new HeapArm();
            case FFM_AUTO -> ArenaArm.perMessage(Arenas.AUTO);
            case FFM_CONFINED -> ArenaArm.perMessage(Arenas.CONFINED);
            case FFM_SLAB -> new SlabArm(budgetBytes);
        };
    }

    /** The JVM's own account of direct buffers; arenas' memory is on it as well. */
    static BufferPoolMXBean directPool() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(bean -> bean.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
    }
}
