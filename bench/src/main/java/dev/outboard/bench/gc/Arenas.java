package dev.outboard.bench.gc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code java.lang.foreign.Arena} and its memory as buffers, by method handles, for this code is compiled for JDK 17. To be
 * touched on JDK 22 and later only. Any thread; arenas keep to their own rules.
 */
enum Arenas {
    /** Freed when the collector has found it dead. */
    AUTO("ofAuto"),
    /** Closed by hand, on the thread that made it. */
    CONFINED("ofConfined"),
    /** Closed by hand, on any thread. */
    SHARED("ofShared");

    private static final long ALIGNMENT = 8;
    private static final MethodHandle OPEN_AUTO = AUTO.open;
    private static final MethodHandle OPEN_CONFINED = CONFINED.open;
    private static final MethodHandle OPEN_SHARED = SHARED.open;
    private static final MethodHandle ALLOCATE = findAllocate();
    private static final MethodHandle CLOSE = findClose();

    private final MethodHandle open;

    Arenas(String factory) {
        this.open = findFactory(factory);
    }

    /** <em>Returns owned</em> a new arena. The handles are constants here, or they would cost more than the arena. */
    Object open() {
        try {
            return switch (this) {
                case AUTO -> (Object) OPEN_AUTO.invokeExact();
                case CONFINED -> (Object) OPEN_CONFINED.invokeExact();
                case SHARED -> (Object) OPEN_SHARED.invokeExact();
            };
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /**
     * New memory of the arena, all zero, which it keeps.
     *
     * @throws OutOfMemoryError where direct memory is used up
     */
    static ByteBuffer allocate(Object arena, long bytes) {
        try {
            return ((ByteBuffer) ALLOCATE.invokeExact(arena, bytes, ALIGNMENT)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /** <em>Consumes</em> the arena, and all of its memory. */
    static void close(Object arena) {
        try {
            CLOSE.invokeExact(arena);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    private static MethodHandle findFactory(String name) {
        try {
            Class<?> arena = arenaType();
            return MethodHandles.lookup()
                    .findStatic(arena, name, MethodType.methodType(arena))
                    .asType(MethodType.methodType(Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK: without arenas (expected: 22 or later)", e);
        }
    }

    private static MethodHandle findAllocate() {
        try {
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle allocate =
                    lookup.findVirtual(arenaType(), "allocate", MethodType.methodType(segment, long.class, long.class));
            MethodHandle asBuffer =
                    lookup.findVirtual(segment, "asByteBuffer", MethodType.methodType(ByteBuffer.class));
            return MethodHandles.filterReturnValue(allocate, asBuffer)
                    .asType(MethodType.methodType(ByteBuffer.class, Object.class, long.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK: without arenas (expected: 22 or later)", e);
        }
    }

    private static MethodHandle findClose() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(arenaType(), "close", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK: without arenas (expected: 22 or later)", e);
        }
    }

    private static Class<?> arenaType() throws ClassNotFoundException {
        return Class.forName("java.lang.foreign.Arena");
    }

    private static RuntimeException rethrow(Throwable t) {
        if (t instanceof RuntimeException e) {
            throw e;
        }
        if (t instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException("arena: " + t, t);
    }
}
