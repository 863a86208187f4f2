package dev.outboard.codec.spi;

import java.nio.MappedByteBuffer;

/** Where slabs come from: the one thing in which allocators of different codecs differ. Any thread. */
public interface MemorySource {
    /** What kind of memory this is, for reports: "direct", "unsafe", "arena". */
    String name();

    /**
     * <em>Returns owned</em> memory, aligned to 64 bytes.
     *
     * @param lengthBytes 1 to 2^30
     * @param whenReturned run exactly once, when the system has the memory again: after {@link Slab#free}, or after
     *     the collector found the slab unreachable. Must not refer to the slab
     * @throws OutOfMemoryError where the system or the JVM refuses; {@code whenReturned} is not run then
     */
    Slab allocate(int lengthBytes, Runnable whenReturned);

    /** Whether {@link Slab#free} returns memory at once, rather than when a Cleaner runs. */
    boolean returnsAtOnce();

    /** A piece of memory with the one {@code ByteBuffer} view that NIO and TLS engines need. */
    interface Slab {
        /**
         * The whole slab, little-endian; its position and limit are never changed. Declared as the type that every
         * direct buffer has, so that heap buffers cannot make a call site polymorphic.
         */
        MappedByteBuffer view();

        /** Address of the first byte, or 0 where this memory does not tell. */
        long address();

        /** Gives the memory back; called once, when no frame lies in it. */
        void free();
    }
}
