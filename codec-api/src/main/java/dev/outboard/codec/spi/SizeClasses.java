package dev.outboard.codec.spi;

/**
 * Frame sizes: powers of two from 256 bytes to 4 MiB and the halfway points between them, so that a frame wastes a
 * third at the most.
 *
 * <p>Class {@code 2k} is {@code 256 << k} bytes, class {@code 2k + 1} one and a half times that.
 */
final class SizeClasses {
    static final int SMALLEST = 256;
    static final int LARGEST = 4 << 20;
    static final int COUNT = 29;

    private static final int SMALLEST_LOG2 = 8;
    private static final int MIN_SLAB = 64 << 10;
    private static final int MAX_SLAB = 1 << 20;
    private static final int LIST_BYTES = 256 << 10;
    private static final int LIST_FRAMES = 256;

    /** Frames above this are not kept on threads' lists, where nobody else could use them. */
    static final int LARGEST_LISTED = LIST_BYTES;

    private SizeClasses() {}

    /** The smallest class that holds {@code bytes}, 0 to {@link #LARGEST}. */
    static int of(int bytes) {
        if (bytes <= SMALLEST) {
            return 0;
        }
        int log2 = 31 - Integer.numberOfLeadingZeros(bytes - 1);
        // The bit below the leading one of bytes - 1 tells whether the halfway point is enough.
        int upperHalf = ((bytes - 1) >>> (log2 - 1)) & 1;
        return ((log2 - SMALLEST_LOG2) << 1) + 1 + upperHalf;
    }

    static int bytes(int sizeClass) {
        int power = SMALLEST << (sizeClass >>> 1);
        return (sizeClass & 1) == 0 ? power : power + (power >>> 1);
    }

    /** Frames in one slab: about 64, within 64 KiB and 1 MiB; a frame larger than that has its slab to itself. */
    static int framesPerSlab(int sizeClass) {
        int bytes = bytes(sizeClass);
        int slab = Math.max(MIN_SLAB, (int) Math.min(MAX_SLAB, bytes * 64L));
        return Math.max(1, slab / bytes);
    }

    /** Frames that one thread's free list keeps: 256 KiB worth, 1 to 256. Up to {@link #LARGEST_LISTED}. */
    static int listCapacity(int sizeClass) {
        return Math.max(1, Math.min(LIST_FRAMES, LIST_BYTES / bytes(sizeClass)));
    }
}
