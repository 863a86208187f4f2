package dev.outboard.codec.safe;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.codec.spi.MemorySource;
import org.jspecify.annotations.Nullable;

/** The codec on direct {@code ByteBuffer}s. Runs on every JDK, with no flag and no warning. */
public final class SafeCodec implements CodecProvider {
    private static final MemorySource MEMORY = new DirectMemory();

    /** For {@link java.util.ServiceLoader}. */
    public SafeCodec() {}

    @Override
    public String name() {
        return "safe";
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public MemorySource memorySource() {
        return MEMORY;
    }

    @Override
    public FrameWriter newWriter() {
        return Access.writer();
    }

    @Override
    public FrameReader newReader() {
        return Access.reader();
    }

    /**
     * Loaded with the first reader or writer: a provider that is only looked at must not load them, for the JIT counts the
     * implementations that are loaded, used or not.
     */
    private static final class Access {
        static FrameWriter writer() {
            return new SafeWriter();
        }

        static FrameReader reader() {
            return new SafeReader();
        }
    }
}
