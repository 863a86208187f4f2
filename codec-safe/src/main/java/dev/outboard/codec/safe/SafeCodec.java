package dev.outboard.codec.safe;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.codec.spi.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * The codec on {@code ByteBuffer}s. Runs on every JDK, with no flag and no warning. Its memory comes from direct buffers;
 * with {@code -Doutboard.safe.memory=arena}, on JDK 22 and later, from FFM arenas, which give a slab back to the system at
 * once, and which take longer to read (docs/adr/0013).
 */
public final class SafeCodec implements CodecProvider {
    /** The property that says where memory comes from: direct, or arena. */
    static final String MEMORY = "outboard.safe.memory";

    private static final SafeCodec CHOSEN = of(System.getProperty(MEMORY, "direct"));

    private final MemorySource memory;
    private final @Nullable Throwable cause;

    /** For {@link java.util.ServiceLoader}. */
    public SafeCodec() {
        this(CHOSEN.memory, CHOSEN.cause);
    }

    private SafeCodec(MemorySource memory, @Nullable Throwable cause) {
        this.memory = memory;
        this.cause = cause;
    }

    /** The codec on the memory of that name; where there is none, one that is unavailable and says why. */
    static SafeCodec of(String name) {
        return switch (name) {
            case "direct" -> new SafeCodec(new DirectMemory(), null);
            case "arena" -> onArenas();
            default -> unavailable(name, "direct or arena");
        };
    }

    private static SafeCodec onArenas() {
        MemorySource arena = MemoryTier.arena();
        return arena == null ? unavailable("arena", "direct; " + MemoryTier.whyNoArena()) : new SafeCodec(arena, null);
    }

    private static SafeCodec unavailable(String name, String expected) {
        return new SafeCodec(
                new DirectMemory(),
                new UnsupportedOperationException(MEMORY + ": " + name + " (expected: " + expected + ")"));
    }

    @Override
    public String name() {
        return "safe";
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return cause;
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public MemorySource memorySource() {
        return memory;
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
