package dev.outboard.rpc.frame;

/**
 * Aux32 of a RESPONSE whose REQUEST asked for times: in the upper half how long the call waited on the server, in the lower how
 * long it ran. Each is 16 bits, an exponent of 5 and a fraction of 11: fraction x 2^exponent x 100 ns, which has 0 to 5 days to
 * a thousandth.
 */
public final class ServerTimes {
    /** Nobody asked. */
    public static final int NONE = 0;

    private static final long UNIT_NANOS = 100;
    private static final int FRACTION_BITS = 11;
    private static final int MAX_FRACTION = (1 << FRACTION_BITS) - 1;

    private ServerTimes() {}

    /** Both times, rounded down; the second to 100 ns at the least, so that it is not {@link #NONE}. */
    public static int of(long queueNanos, long runNanos) {
        return encode(queueNanos) << 16 | encode(Math.max(UNIT_NANOS, runNanos));
    }

    /** Nanoseconds that the call waited. */
    public static long queueNanos(int aux32) {
        return decode(aux32 >>> 16);
    }

    /** Nanoseconds that it ran. */
    public static long runNanos(int aux32) {
        return decode(aux32 & 0xffff);
    }

    private static int encode(long nanos) {
        long units = Math.min(Math.max(0, nanos) / UNIT_NANOS, (long) MAX_FRACTION << 31);
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(units) - FRACTION_BITS);
        return exponent << FRACTION_BITS | (int) (units >>> exponent);
    }

    private static long decode(int half) {
        return ((long) (half & MAX_FRACTION) << (half >>> FRACTION_BITS)) * UNIT_NANOS;
    }
}
