package dev.outboard.bench.gc.legacy;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicLong;
import sun.misc.Unsafe;

/**
 * Raw memory with a byte budget of its own, as libraries kept one: the JVM's limit on direct memory does not see
 * {@code Unsafe.allocateMemory}. Any thread.
 */
public final class LegacyMemory {
    static final Unsafe UNSAFE = unsafe();

    private final long budgetBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /** Memory of which at most {@code budgetBytes} may be held at a time. */
    public LegacyMemory(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /** Bytes that are allocated now. */
    public long usedBytes() {
        return usedBytes.get();
    }

    long allocate(int lengthBytes) {
        long used = usedBytes.addAndGet(lengthBytes);
        if (used > budgetBytes) {
            usedBytes.addAndGet(-lengthBytes);
            throw new OutOfMemoryError("native memory: " + used + " bytes (expected: at most " + budgetBytes + ")");
        }
        return UNSAFE.allocateMemory(lengthBytes);
    }

    void free(long address, int lengthBytes) {
        UNSAFE.freeMemory(address);
        usedBytes.addAndGet(-lengthBytes);
    }

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
