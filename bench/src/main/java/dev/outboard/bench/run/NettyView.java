package dev.outboard.bench.run;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.Version;
import java.lang.reflect.Field;

/**
 * What Netty has found in this JVM. Whether it uses Unsafe and how it frees memory stand in classes of its own that are no
 * API: they are read by reflection, and "unknown" where another version has others. No state; any thread.
 */
final class NettyView {
    private static final String PLATFORM = "io.netty.util.internal.PlatformDependent";

    private NettyView() {}

    static String describe() {
        Version version = Version.identify().get("netty-buffer");
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(16);
        try {
            return (version == null ? Environment.UNKNOWN : version.artifactVersion())
                    + ", Unsafe: " + unsafe()
                    + ", cleaner " + cleaner()
                    + ", default allocator "
                    + ByteBufAllocator.DEFAULT.getClass().getSimpleName()
                    + (ByteBufAllocator.DEFAULT.isDirectBufferPooled() ? ", direct pooled" : ", direct not pooled")
                    + (buffer.hasMemoryAddress() ? ", with memory address" : ", without memory address");
        } finally {
            buffer.release();
        }
    }

    private static String unsafe() {
        try {
            Class<?> platform = Class.forName(PLATFORM);
            if (Boolean.TRUE.equals(platform.getMethod("hasUnsafe").invoke(null))) {
                return "yes";
            }
            Object cause = platform.getMethod("getUnsafeUnavailabilityCause").invoke(null);
            return cause instanceof Throwable throwable ? "no (" + throwable.getMessage() + ")" : "no";
        } catch (ReflectiveOperationException e) {
            return Environment.UNKNOWN;
        }
    }

    private static String cleaner() {
        try {
            Field field = Class.forName(PLATFORM).getDeclaredField("CLEANER");
            field.setAccessible(true);
            Object cleaner = field.get(null);
            // The one that does nothing has no name: memory then goes with its buffer, when the collector finds it.
            String name = cleaner == null ? "" : cleaner.getClass().getSimpleName();
            return name.isEmpty() ? "none" : name;
        } catch (ReflectiveOperationException e) {
            return Environment.UNKNOWN;
        }
    }
}
