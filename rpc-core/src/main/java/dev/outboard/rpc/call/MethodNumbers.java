package dev.outboard.rpc.call;

import dev.outboard.rpc.Method;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that this end gave to its methods on one connection, from 1 in the order of first use. Open addressing
 * over the methods' own hashes, so that a look-up allocates nothing. Belongs to the event loop.
 */
public final class MethodNumbers {
    /** What {@link #numberOf} answers for a method that has none yet. */
    public static final int NONE = 0;

    private static final int FIRST_SLOTS = 16;

    private final int maxMethods;
    private @Nullable Method[] methods = new @Nullable Method[FIRST_SLOTS];
    private int[] numbers = new int[FIRST_SLOTS];
    private int count;

    /** @param maxMethods how many the peer takes */
    public MethodNumbers(int maxMethods) {
        this.maxMethods = maxMethods;
    }

    /** The method's number, or {@link #NONE}. */
    public int numberOf(Method method) {
        return numbers[slotOf(method)];
    }

    /** Whether the peer takes one more. */
    public boolean hasRoom() {
        return count < maxMethods;
    }

    /** Gives a number to a method that has none; the caller has seen {@link #hasRoom}. */
    public int add(Method method) {
        if (2 * (count + 1) > methods.length) {
            grow();
        }
        int slot = slotOf(method);
        methods[slot] = method;
        numbers[slot] = ++count;
        return count;
    }

    /** Where the method is, or would be. */
    private int slotOf(Method method) {
        int mask = methods.length - 1;
        int slot = method.hashCode() & mask;
        while (true) {
            Method found = methods[slot];
            if (found == null || found.equals(method)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
    }

    private void grow() {
        @Nullable Method[] oldMethods = methods;
        int[] oldNumbers = numbers;
        methods = new @Nullable Method[2 * oldMethods.length];
        numbers = new int[2 * oldNumbers.length];
        for (int i = 0; i < oldMethods.length; i++) {
            Method method = oldMethods[i];
            if (method != null) {
                int slot = slotOf(method);
                methods[slot] = method;
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
