package dev.outboard.bench.rpc.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Opaque bytes: 8 bytes of call id, little-endian, a fixed pattern, 8 bytes of its complement. Of every reply the length
 * and both ends are checked; of every {@value #FULL_CHECK_EVERY}th all of it, so that the check itself stays small beside
 * the call. Any thread.
 */
public final class Opaque {
    private static final int FULL_CHECK_EVERY = 16;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] pattern;
    private final int last;

    public Opaque(Payload payload) {
        pattern = new byte[payload.bytes()];
        new SplittableRandom(64).nextBytes(pattern);
        last = pattern.length - 8;
    }

    /** The pattern with meaningless ends; not to be changed. */
    public byte[] pattern() {
        return pattern;
    }

    /** Where the complement stands. */
    public int lastOffset() {
        return last;
    }

    /** The 8 bytes from {@code offset} on of the call {@code id}, little-endian. */
    public long word(long id, int offset) {
        if (offset == 0) {
            return id;
        }
        return offset == last ? ~id : (long) LONG.get(pattern, offset);
    }

    /** Whether the reply to this call is to be checked in all of its bytes. */
    public static boolean isFullyChecked(long id) {
        return (id & FULL_CHECK_EVERY - 1) == 0;
    }

    /** A new array with the call's content. */
    public byte[] bytes(long id) {
        byte[] bytes = pattern.clone();
        LONG.set(bytes, 0, id);
        LONG.set(bytes, last, ~id);
        return bytes;
    }

    /** Checks a reply that lies in an array. */
    public boolean matches(long id, byte[] reply) {
        if (reply.length != pattern.length || (long) LONG.get(reply, 0) != id || (long) LONG.get(reply, last) != ~id) {
            return false;
        }
        return !isFullyChecked(id) || java.util.Arrays.equals(pattern, 8, last, reply, 8, last);
    }
}
