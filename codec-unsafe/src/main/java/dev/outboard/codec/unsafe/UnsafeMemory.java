package dev.outboard.codec.unsafe;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Objects;
import org.agrona.UnsafeApi;

/**
 * The gate: the one class that calls {@link UnsafeApi}. Nothing here checks an address; callers have compared theirs
 * with the bounds of a region. Heap arrays are checked here, because nobody else does.
 *
 * <p>Initialising this class fails with a {@link LinkageError} where the JVM does not open {@code jdk.internal.misc}.
 */
final class UnsafeMemory {
    /** The only JVM flag that the codec needs. */
    static final String FLAG = "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED";

    private static final boolean SWAP = ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN;
    private static final long ARRAY_BASE = UnsafeApi.arrayBaseOffset(byte[].class);
    private static final long BUFFER_ADDRESS = UnsafeApi.objectFieldOffset(Buffer.class, "address");
    private static final long STRING_VALUE = UnsafeApi.objectFieldOffset(String.class, "value");
    private static final long STRING_CODER = UnsafeApi.objectFieldOffset(String.class, "coder");
    private static final MethodHandle VIEW = viewConstructor();

    private UnsafeMemory() {}

    /** Uses what the codec uses, once, so that a JVM that does not allow it is found out here. */
    static void probe() {
        long address = allocate(Long.BYTES);
        try {
            putLong(address, 42);
            if (view(address, Long.BYTES).getLong(0) != 42 || getByte(address) != 42) {
                throw new IllegalStateException("probe: the view shows other memory (expected: the same)");
            }
        } finally {
            free(address);
        }
    }

    static long allocate(long bytes) {
        return UnsafeApi.allocateMemory(bytes);
    }

    static void free(long address) {
        UnsafeApi.freeMemory(address);
    }

    static byte getByte(long address) {
        return UnsafeApi.getByte(address);
    }

    static int getInt(long address) {
        int value = UnsafeApi.getIntUnaligned(null, address);
        return SWAP ? Integer.reverseBytes(value) : value;
    }

    static long getLong(long address) {
        long value = UnsafeApi.getLongUnaligned(null, address);
        return SWAP ? Long.reverseBytes(value) : value;
    }

    static void putByte(long address, byte value) {
        UnsafeApi.putByte(address, value);
    }

    static void putInt(long address, int value) {
        UnsafeApi.putIntUnaligned(null, address, SWAP ? Integer.reverseBytes(value) : value);
    }

    static void putLong(long address, long value) {
        UnsafeApi.putLongUnaligned(null, address, SWAP ? Long.reverseBytes(value) : value);
    }

    static void putBytes(long address, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        UnsafeApi.copyMemory(source, ARRAY_BASE + offset, null, address, length);
    }

    static void getBytes(long address, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        UnsafeApi.copyMemory(null, address, target, ARRAY_BASE + offset, length);
    }

    /** 8 bytes of an array, little-endian, not checked. */
    static long getLong(byte[] array, int offset) {
        long word = UnsafeApi.getLongUnaligned(array, ARRAY_BASE + offset);
        return SWAP ? Long.reverseBytes(word) : word;
    }

    /** A character of an array of them, in the machine's order, not checked. */
    static char getChar(byte[] array, int index) {
        return UnsafeApi.getChar(array, ARRAY_BASE + ((long) index << 1));
    }

    /** The array inside a String, which must not be written. */
    static byte[] stringValue(String text) {
        return (byte[]) UnsafeApi.getReference(text, STRING_VALUE);
    }

    /** Whether that array has one byte a character. */
    static boolean isLatin1(String text) {
        return UnsafeApi.getByte(text, STRING_CODER) == 0;
    }

    /** The two places may overlap. */
    static void moveBytes(long from, long to, long length) {
        UnsafeApi.copyMemory(from, to, length);
    }

    /** Where a direct buffer's byte 0 lies. The caller keeps the buffer reachable. */
    static long address(ByteBuffer direct) {
        return UnsafeApi.getLong(direct, BUFFER_ADDRESS);
    }

    /** A little-endian view of memory that it does not own. */
    static MappedByteBuffer view(long address, int length) {
        try {
            return (MappedByteBuffer) ((ByteBuffer) VIEW.invoke(address, length)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (Throwable e) {
            throw new IllegalStateException("view: refused by this JDK", e);
        }
    }

    /**
     * The constructor that JNI's {@code NewDirectByteBuffer} uses: the only one that makes a buffer of given memory.
     * Its package is closed to us, so the lookup that is not bound by that is read where the JDK keeps it.
     */
    private static MethodHandle viewConstructor() {
        try {
            Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
            MethodHandles.Lookup all = (MethodHandles.Lookup)
                    UnsafeApi.getReference(UnsafeApi.staticFieldBase(field), UnsafeApi.staticFieldOffset(field));
            Class<?> type = ByteBuffer.allocateDirect(0).getClass();
            // The capacity is an int up to JDK 20 and a long from 21 on.
            Class<?> capacity = Runtime.version().feature() < 21 ? int.class : long.class;
            return all.findConstructor(type, MethodType.methodType(void.class, long.class, capacity))
                    .asType(MethodType.methodType(ByteBuffer.class, long.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
