package dev.outboard.codec.spi;

import dev.outboard.codec.MemoryLedger;
import org.jspecify.annotations.Nullable;

/**
 * A codec: memory, and access to it. Found by {@link java.util.ServiceLoader}, chosen once by {@link Codecs}, and never
 * looked up again. The bytes on the wire do not depend on it. Any thread.
 */
public interface CodecProvider {
    /** The name that users choose it by: "safe", "unsafe". */
    String name();

    /** Why this codec cannot run in this JVM, naming what would change that; null where it can. */
    @Nullable
    Throwable unavailabilityCause();

    /** Orders the candidates of {@code auto}: the available one with the highest preference is taken. */
    int preference();

    /** Memory for the pooled allocator. */
    MemorySource memorySource();

    /** A new writer, for one thread. */
    FrameWriter newWriter();

    /** A new reader, for one thread. */
    FrameReader newReader();

    /** <em>Returns owned</em>: a pooled allocator over this codec's memory that accounts to {@code ledger}. */
    default FrameAllocator newAllocator(MemoryLedger ledger) {
        return new FrameAllocator(memorySource(), ledger, FrameAllocator.Options.defaults());
    }
}
