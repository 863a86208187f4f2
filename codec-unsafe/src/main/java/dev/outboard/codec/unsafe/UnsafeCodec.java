package dev.outboard.codec.unsafe;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.codec.spi.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * The codec on raw memory. Needs {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED} and nothing of {@code
 * sun.misc.Unsafe}, so that it also runs where that is denied.
 */
public final class UnsafeCodec implements CodecProvider {
    /** For {@link java.util.ServiceLoader}; does not touch Unsafe. */
    public UnsafeCodec() {}

    @Override
    public String name() {
        return "unsafe";
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return Probe.FAILURE;
    }

    @Override
    public int preference() {
        return 10;
    }

    @Override
    public MemorySource memorySource() {
        return Source.MEMORY;
    }

    @Override
    public FrameWriter newWriter() {
        return Access.writer();
    }

    @Override
    public FrameReader newReader() {
        return Access.reader();
    }

    private static final class Source {
        static final MemorySource MEMORY = new RawMemory();
    }

    /** Probes once: the second use of a class that failed to initialise no longer tells why. */
    private static final class Probe {
        static final @Nullable Throwable FAILURE = probe();

        private static @Nullable Throwable probe() {
            try {
                UnsafeMemory.probe();
                return null;
            } catch (IllegalAccessError e) {
                return new IllegalStateException("needs the JVM flag " + UnsafeMemory.FLAG, e);
            } catch (LinkageError | RuntimeException e) {
                return new IllegalStateException("not possible on this JDK: " + e, e);
            }
        }
    }

    /**
     * Loaded with the first reader or writer: a provider that is only looked at must not load them, for the JIT counts the
     * implementations that are loaded, used or not.
     */
    private static final class Access {
        static FrameWriter writer() {
            return new UnsafeWriter();
        }

        static FrameReader reader() {
            return new UnsafeReader();
        }
    }
}
