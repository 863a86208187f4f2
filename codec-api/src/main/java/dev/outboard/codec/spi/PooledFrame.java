package dev.outboard.codec.spi;

import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A frame of pooled codec memory. The object is a handle that stands for one slot of a slab and is reused with it; a
 * frame that outgrows its slot exchanges it for a larger one and keeps its identity.
 *
 * <p>All access in this class goes through the slab's {@link ByteBuffer} view, whatever the codec: it is what Netty and
 * TLS engines use. Messages are read and written by {@link FrameReader} and {@link FrameWriter}.
 */
public final class PooledFrame extends AbstractReferenceCountedByteBuf {
    private final FrameAllocator allocator;

    /** Whose free list the frame came from; null for a shared one. */
    @Nullable
    OwnerLists owner;

    private FrameRef ref;
    private SlottedSlab slab;
    private MappedByteBuffer view;
    private int base;
    private int capacity;
    /** Starts at another phase for each slot, so that of new frames, too, some are sampled. */
    private int uses;

    private @Nullable ByteBuffer nioView;
    private @Nullable Object attachment;

    @SuppressWarnings("NullAway.Init") // bind() follows at once, in SlottedSlab
    PooledFrame(FrameAllocator allocator) {
        super(Integer.MAX_VALUE);
        this.allocator = allocator;
        setRefCnt(0);
    }

    /** The slab's view; the frame's bytes lie at {@link #memoryIndex}. For codecs. */
    public MappedByteBuffer memory() {
        return view;
    }

    /** Index in {@link #memory} of the frame's byte 0. Changes when the frame grows. For codecs. */
    public int memoryIndex() {
        return base;
    }

    /** Address of {@link #memory}'s byte 0, or 0 where the memory does not tell. For codecs. */
    public long memoryBaseAddress() {
        return slab.memory.address();
    }

    /** Bytes that the frame can grow to without moving. */
    public int slotBytes() {
        return slab.frameBytes;
    }

    /**
     * What was attached to this handle last, also by who had it before; null at first. For an object that whoever has the frame needs beside it,
     * and would make anew for each frame otherwise. Of the frame's owner: handing the frame over hands this over, too.
     */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Keeps an object with this handle, also while it is free, until another takes its place; of the frame's owner. */
    public void attach(Object newAttachment) {
        attachment = newAttachment;
    }

    /** Stands for the slot that {@code ref} names from now on. */
    void bind(FrameRef newRef) {
        ref = newRef;
        slab = newRef.slab;
        view = slab.memory.view();
        base = newRef.slot * slab.frameBytes;
        nioView = null;
    }

    /** Begins the count of uses, for a new handle. */
    void startUses(int slot) {
        uses = slot << 12;
    }

    /** Makes a free handle a frame with one reference. */
    void open(int initialCapacity, int maxCapacity, int siteMask) {
        capacity = initialCapacity;
        maxCapacity(maxCapacity);
        resetRefCnt();
        setIndex(0, 0);
        markReaderIndex();
        markWriterIndex();
        ref.site = (uses++ & siteMask) == 0 ? new AllocationSite() : null;
    }

    SlottedSlab slab() {
        return slab;
    }

    int sizeClass() {
        return SizeClasses.of(slab.frameBytes);
    }

    boolean isHuge() {
        return slab.frameBytes > SizeClasses.LARGEST;
    }

    @Override
    protected void deallocate() {
        allocator.release(this);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public ByteBuf capacity(int newCapacity) {
        checkNewCapacity(newCapacity);
        if (newCapacity > slab.frameBytes) {
            moveTo(newCapacity);
        }
        capacity = newCapacity;
        trimIndicesToCapacity(newCapacity);
        return this;
    }

    /** Exchanges slots with a larger free frame, which then goes back in this one's place with the small slot. */
    private void moveTo(int newCapacity) {
        PooledFrame other = allocator.take(newCapacity);
        other.view.put(other.base, view, base, capacity);
        FrameRef mine = ref;
        FrameRef theirs = other.ref;
        SlottedSlab smallSlab = mine.slab;
        int smallSlot = mine.slot;
        stand(mine, theirs.slab, theirs.slot);
        stand(theirs, smallSlab, smallSlot);
        // The views belong to the slabs and go with the slots: growing makes none.
        ByteBuffer smallNio = nioView;
        ByteBuffer largeNio = other.nioView;
        bind(mine);
        other.bind(theirs);
        nioView = largeNio;
        other.nioView = smallNio;
        OwnerLists largeOwner = other.owner;
        other.owner = owner;
        owner = largeOwner;
        allocator.release(other);
    }

    /** A stack trace with a name that says what it is. */
    private static final class AllocationSite extends Throwable {
        private static final long serialVersionUID = 1L;

        AllocationSite() {
            super("the frame was allocated here");
        }
    }

    private static void stand(FrameRef ref, SlottedSlab slab, int slot) {
        ref.slab = slab;
        ref.slot = slot;
        slab.refs[slot] = ref;
    }

    @Override
    public ByteBufAllocator alloc() {
        return allocator;
    }

    @Override
    @Deprecated
    public ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    public @Nullable ByteBuf unwrap() {
        return null;
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public boolean isContiguous() {
        return true;
    }

    @Override
    public boolean hasArray() {
        return false;
    }

    @Override
    public byte[] array() {
        throw new UnsupportedOperationException("array: none (expected: hasArray() asked first)");
    }

    @Override
    public int arrayOffset() {
        throw new UnsupportedOperationException("arrayOffset: none (expected: hasArray() asked first)");
    }

    @Override
    public boolean hasMemoryAddress() {
        return slab.memory.address() != 0;
    }

    @Override
    public long memoryAddress() {
        ensureAccessible();
        if (!hasMemoryAddress()) {
            throw new UnsupportedOperationException("memoryAddress: none (expected: hasMemoryAddress() asked first)");
        }
        return slab.memory.address() + base;
    }

    @Override
    protected byte _getByte(int index) {
        return view.get(base + index);
    }

    @Override
    protected short _getShort(int index) {
        return Short.reverseBytes(view.getShort(base + index));
    }

    @Override
    protected short _getShortLE(int index) {
        return view.getShort(base + index);
    }

    @Override
    protected int _getUnsignedMedium(int index) {
        return ((_getByte(index) & 0xff) << 16) | (_getShort(index + 1) & 0xffff);
    }

    @Override
    protected int _getUnsignedMediumLE(int index) {
        return (_getShortLE(index) & 0xffff) | ((_getByte(index + 2) & 0xff) << 16);
    }

    @Override
    protected int _getInt(int index) {
        return Integer.reverseBytes(view.getInt(base + index));
    }

    @Override
    protected int _getIntLE(int index) {
        return view.getInt(base + index);
    }

    @Override
    protected long _getLong(int index) {
        return Long.reverseBytes(view.getLong(base + index));
    }

    @Override
    protected long _getLongLE(int index) {
        return view.getLong(base + index);
    }

    @Override
    protected void _setByte(int index, int value) {
        view.put(base + index, (byte) value);
    }

    @Override
    protected void _setShort(int index, int value) {
        view.putShort(base + index, Short.reverseBytes((short) value));
    }

    @Override
    protected void _setShortLE(int index, int value) {
        view.putShort(base + index, (short) value);
    }

    @Override
    protected void _setMedium(int index, int value) {
        _setByte(index, value >>> 16);
        _setShort(index + 1, value);
    }

    @Override
    protected void _setMediumLE(int index, int value) {
        _setShortLE(index, value);
        _setByte(index + 2, value >>> 16);
    }

    @Override
    protected void _setInt(int index, int value) {
        view.putInt(base + index, Integer.reverseBytes(value));
    }

    @Override
    protected void _setIntLE(int index, int value) {
        view.putInt(base + index, value);
    }

    @Override
    protected void _setLong(int index, long value) {
        view.putLong(base + index, Long.reverseBytes(value));
    }

    @Override
    protected void _setLongLE(int index, long value) {
        view.putLong(base + index, value);
    }

    // A frame may be read by many threads at once, as a push to many connections is: no get… below touches nioView.

    @Override
    public ByteBuf getBytes(int index, ByteBuf target, int targetIndex, int length) {
        checkDstIndex(index, length, targetIndex, target.capacity());
        if (target instanceof PooledFrame frame) {
            frame.ensureAccessible();
            frame.view.put(frame.base + targetIndex, view, base + index, length);
        } else {
            target.setBytes(targetIndex, nioBuffer(index, length));
        }
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, byte[] target, int targetIndex, int length) {
        checkDstIndex(index, length, targetIndex, target.length);
        view.get(base + index, target, targetIndex, length);
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuffer target) {
        int length = target.remaining();
        checkIndex(index, length);
        target.put(target.position(), view, base + index, length);
        target.position(target.limit());
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, OutputStream out, int length) throws IOException {
        checkIndex(index, length);
        byte[] bytes = new byte[length];
        view.get(base + index, bytes);
        out.write(bytes);
        return this;
    }

    @Override
    public int getBytes(int index, GatheringByteChannel out, int length) throws IOException {
        return length == 0 ? 0 : out.write(nioBuffer(index, length));
    }

    @Override
    public int getBytes(int index, FileChannel out, long position, int length) throws IOException {
        return length == 0 ? 0 : out.write(nioBuffer(index, length), position);
    }

    @Override
    public ByteBuf setBytes(int index, ByteBuf source, int sourceIndex, int length) {
        checkSrcIndex(index, length, sourceIndex, source.capacity());
        if (source instanceof PooledFrame frame) {
            frame.ensureAccessible();
            view.put(base + index, frame.view, frame.base + sourceIndex, length);
        } else {
            source.getBytes(sourceIndex, internalNioBuffer(index, length));
        }
        return this;
    }

    @Override
    public ByteBuf setBytes(int index, byte[] source, int sourceIndex, int length) {
        checkSrcIndex(index, length, sourceIndex, source.length);
        view.put(base + index, source, sourceIndex, length);
        return this;
    }

    @Override
    public ByteBuf setBytes(int index, ByteBuffer source) {
        int length = source.remaining();
        checkIndex(index, length);
        view.put(base + index, source, source.position(), length);
        source.position(source.limit());
        return this;
    }

    @Override
    public int setBytes(int index, InputStream in, int length) throws IOException {
        checkIndex(index, length);
        byte[] bytes = new byte[length];
        int count = in.read(bytes);
        if (count > 0) {
            view.put(base + index, bytes, 0, count);
        }
        return count;
    }

    @Override
    public int setBytes(int index, ScatteringByteChannel in, int length) throws IOException {
        try {
            return in.read(internalNioBuffer(index, length));
        } catch (ClosedChannelException e) {
            return -1; // the contract of ByteBuf
        }
    }

    @Override
    public int setBytes(int index, FileChannel in, long position, int length) throws IOException {
        try {
            return in.read(internalNioBuffer(index, length), position);
        } catch (ClosedChannelException e) {
            return -1; // the contract of ByteBuf
        }
    }

    @Override
    public ByteBuf copy(int index, int length) {
        checkIndex(index, length);
        return allocator.directBuffer(length, maxCapacity()).writeBytes(this, index, length);
    }

    @Override
    public int nioBufferCount() {
        return 1;
    }

    @Override
    public ByteBuffer nioBuffer(int index, int length) {
        checkIndex(index, length);
        return view.slice(base + index, length).order(ByteOrder.BIG_ENDIAN);
    }

    @Override
    public ByteBuffer[] nioBuffers(int index, int length) {
        return new ByteBuffer[] {nioBuffer(index, length)};
    }

    @Override
    public ByteBuffer internalNioBuffer(int index, int length) {
        checkIndex(index, length);
        ByteBuffer nio = nioView;
        if (nio == null) {
            nioView = nio = view.duplicate().order(ByteOrder.BIG_ENDIAN);
        }
        return nio.limit(base + index + length).position(base + index);
    }
}
