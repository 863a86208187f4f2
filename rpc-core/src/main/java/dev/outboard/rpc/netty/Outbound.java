package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameOverflowException;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.compression.Algorithms;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jctools.queues.varhandle.unpadded.MpscGrowableVarHandleUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * One connection's way out. On the event loop, frames are encoded one behind the other into one open frame, which
 * becomes one write; one flush ends a batch. Other threads put what they have into a queue that is bounded in bytes, and
 * the loop drains it as long as the channel takes bytes.
 *
 * <p>Nothing queued is lost or sent twice: {@code ready} is cleared before the queue is looked at, and set, by whoever
 * offers, after taking a place in it; {@code closed} works the same way. A late offer empties the queue itself, under a
 * lock that makes it the one consumer; the loop does not touch the queue any more then.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of void promises, whose failures end the connection
final class Outbound {
    /** Frames up to this are copied into the open frame; larger ones are written as they are. */
    static final int COPY_BYTES = 4 << 10;

    private static final int DRAIN_BYTES = 256 << 10;
    private static final int FIRST_ENTRIES = 16;
    /** Out of reach: the bytes are what bounds the queue. It grows to what it once held, and then allocates no more. */
    private static final int MOST_ENTRIES = 1 << 30;

    private static final VarHandle READY;
    private static final VarHandle QUEUED;
    private static final VarHandle PUSHES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            READY = lookup.findVarHandle(Outbound.class, "ready", boolean.class);
            QUEUED = lookup.findVarHandle(Outbound.class, "queuedBytes", long.class);
            PUSHES = lookup.findVarHandle(Outbound.class, "pushesSent", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LoopContext loop;
    private final FramedConnection connection;
    private final int limitBytes;
    private final MpscGrowableVarHandleUnpaddedArrayQueue<Outgoing> queue =
            new MpscGrowableVarHandleUnpaddedArrayQueue<>(FIRST_ENTRIES, MOST_ENTRIES);
    private final Object closeLock = new Object();
    private volatile boolean ready;
    private volatile boolean closed;
    private volatile long queuedBytes;
    /** Written by the event loop, read by any thread. */
    private long pushesSent;

    // The rest belongs to the event loop.
    private final ArrayDeque<Outgoing> blocked = new ArrayDeque<>(0);
    private final OpenFrame open;
    private @Nullable ChannelHandlerContext context;
    private final LongMessages longMessages;
    private int maxFrameBytes;
    private int maxMessageBytes;
    private int compressions;
    private boolean unflushed;
    private int unflushedFrames;
    private long batch = 1;

    Outbound(LoopContext loop, FramedConnection connection, int limitBytes, int longLimitBytes) {
        this.loop = loop;
        this.connection = connection;
        this.limitBytes = limitBytes;
        this.open = new OpenFrame(loop.allocator);
        this.longMessages = new LongMessages(longLimitBytes);
    }

    /** Called once, before anything is written. */
    void start(ChannelHandlerContext newContext, int firstMaxFrameBytes) {
        context = newContext;
        maxFrameBytes = firstMaxFrameBytes;
        maxMessageBytes = firstMaxFrameBytes;
    }

    /** What the peer takes: in a frame, in a message of several, and of compressions; set once, before the connection is open. */
    void peerTakes(int frameBytes, int messageBytes, int newCompressions) {
        maxFrameBytes = frameBytes;
        maxMessageBytes = messageBytes;
        compressions = newCompressions & Algorithms.available();
    }

    /**
     * How to send a message; any thread, once the connection is open.
     *
     * @param asked what the user asked for; null for nothing
     */
    Compression compression(@Nullable Compression asked) {
        Compression wanted = asked != null ? asked : loop.packing.choice();
        return (Algorithms.bit(wanted) & compressions) != 0 ? wanted : Compression.NONE;
    }

    /** What the peer takes in a message; any thread, once the connection is open. */
    int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** What the peer takes in a frame; any thread, once the connection is open. */
    int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** Fails where an extension leaves nothing of the longest frame that the peer takes. */
    void checkExtension(int bytes) {
        if (bytes > maxFrameBytes) {
            throw new FrameOverflowException(
                    "extension: " + bytes + " bytes (expected: at most " + maxFrameBytes + ", the peer's limit)");
        }
    }

    ChannelPromise newPromise() {
        return context().newPromise();
    }

    // ---- any thread

    long queuedBytes() {
        return queuedBytes;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a message of any length would find room. */
    boolean hasRoom() {
        return 2 * queuedBytes <= limitBytes;
    }

    long pushesSent() {
        return (long) PUSHES.getAcquire(this);
    }

    /** Queues a message if there is room. <em>Consumes</em> it if accepted. */
    SendResult offer(Outgoing message) {
        if (closed) {
            return SendResult.CLOSED;
        }
        int bytes = queuedBytes(message);
        long before = (long) QUEUED.getAndAdd(this, (long) bytes);
        if (before + bytes > limitBytes && before != 0 || !longMessages.admit(message.lengthBytes(), maxFrameBytes)) {
            QUEUED.getAndAdd(this, (long) -bytes);
            return SendResult.QUEUE_FULL;
        }
        enqueue(message);
        return SendResult.ACCEPTED;
    }

    /** What a message counts in the queue; a long one has an account of its own, so that it does not keep others out. */
    private int queuedBytes(Outgoing message) {
        return Math.min(message.lengthBytes(), FrameHeader.BYTES + maxFrameBytes);
    }

    /** Queues the end of a call, for which the slot was the admission. <em>Consumes</em> it. */
    void offerAlways(Outgoing message) {
        QUEUED.getAndAdd(this, (long) queuedBytes(message));
        longMessages.book(message.lengthBytes(), maxFrameBytes);
        enqueue(message);
    }

    private void enqueue(Outgoing message) {
        queue.offer(message);
        if (closed) {
            discardQueue();
        } else {
            signal();
        }
    }

    private void signal() {
        if (!ready && READY.compareAndSet(this, false, true)) {
            loop.enqueue(this);
        }
    }

    private void discardQueue() {
        synchronized (closeLock) {
            Outgoing message;
            while ((message = queue.poll()) != null) {
                message.discard();
            }
        }
    }

    // ---- event loop: encoding in place

    /** Makes the caller the only one who may encode in place until {@link #unclaim}; false where somebody is. */
    boolean claim() {
        return !closed && open.claim();
    }

    void unclaim() {
        open.unclaim();
    }

    /** Index in {@link #frame} where the next frame's header goes; its body follows. */
    int begin() {
        return open.begin(queuedBytes, maxMessageBytes);
    }

    /** The open frame, after {@link #begin}. <em>Borrowed</em>. */
    ByteBuf frame() {
        return open.frame();
    }

    /** Completes the frame begun at {@code header} with a body that ends before {@code end}. */
    void commit(int header, int end, long word0, long word1) {
        unflushedFrames++;
        if (open.commit(header, end, word0, word1)) {
            writeOpen();
        }
    }

    /** Writes a small control frame of the connection's. */
    void control(int type, int aux16, byte[] body) {
        control(type, aux16, 0, body);
    }

    /** Writes a small control frame. */
    void control(int type, int aux16, int stream, byte[] body) {
        int header = begin();
        ByteBuf frame = frame();
        frame.ensureWritable(FrameHeader.BYTES + body.length);
        frame.setBytes(header + FrameHeader.BYTES, body);
        commit(
                header,
                header + FrameHeader.BYTES + body.length,
                FrameHeader.word0(body.length, type, aux16),
                FrameHeader.word1(stream, 0));
    }

    /** Sends bytes before the first frame. */
    void preface(long value) {
        begin();
        frame().writeLong(value);
    }

    /** Sends a complete frame that is shared with others; <em>borrows</em> it. */
    void appendShared(ByteBuf message) {
        if (message.readableBytes() <= COPY_BYTES) {
            copy(message);
        } else {
            write(message.retainedDuplicate());
        }
    }

    /**
     * Sends a push without queueing it, to be flushed when the loop gets to it; <em>borrows</em> it.
     *
     * @return false where something waits in front of it, or somebody encodes in place: it has to queue then
     */
    boolean append(EncodedFrame push) {
        if (!isIdle() || !isWritable() || connection.isClosing() || !claim()) {
            return false;
        }
        boolean sent = false;
        try {
            appendShared(push.frame());
            sent = true;
            flushSoon();
        } catch (Throwable t) {
            connection.failed(t);
        } finally {
            unclaim();
            push.owner().pushEnded(this, sent); // the caller holds on to it
        }
        return true;
    }

    /** Sends a complete frame; <em>consumes</em> it, also when this throws. */
    void appendOwned(ByteBuf message) {
        if (message.readableBytes() > COPY_BYTES) {
            write(message);
            return;
        }
        try {
            copy(message);
        } finally {
            message.release();
        }
    }

    /**
     * Sends a message of a call that was queued, in as many frames as it takes; <em>consumes</em> it, also when this throws.
     *
     * @param message with 16 bytes for a header, and the extension if there is one, before its body
     * @param word0 the header's, its length not set
     * @param owner of a message of several frames
     */
    void appendMessage(ByteBuf message, long word0, long word1, LongMessage.Owner owner) {
        int length = message.readableBytes() - FrameHeader.BYTES;
        if (length > maxFrameBytes) {
            longMessages.add(new LongMessage(message, word0, word1, owner));
            signal();
            return;
        }
        message.setLong(0, word0 | FrameHeader.word0(length, 0, 0));
        message.setLong(Long.BYTES, word1);
        appendOwned(message);
    }

    /** Gives up a message that was queued and is not sent; <em>consumes</em> it. */
    void drop(ByteBuf message) {
        longMessages.unbook(message.readableBytes(), maxFrameBytes);
        message.release();
    }

    /** Sends a part of a long message, whose header was committed; <em>consumes</em> it. */
    void appendPart(ByteBuf part) {
        write(part);
    }

    /** Sends a frame by a write of its own, for a caller that wants to know its end; <em>consumes</em> it. */
    void write(ByteBuf message, ChannelPromise promise) {
        writeOpen();
        unflushed = true;
        context().write(message, promise);
    }

    /** The number of the batch that is being collected; it grows with each flush. */
    long batch() {
        return batch;
    }

    /** Frames that were encoded in place since the last flush. */
    int unflushedFrames() {
        return unflushedFrames;
    }

    /** Ends the batch: everything encoded so far goes to the channel, in one flush. */
    void flush() {
        unflushedFrames = 0;
        writeOpen();
        if (unflushed) {
            unflushed = false;
            batch++;
            context().flush();
        }
    }

    /** Sees to it that what was encoded is flushed, when the loop gets to it. */
    void flushSoon() {
        signal();
    }

    /** Counts a push that was sent. */
    void pushSent() {
        PUSHES.setRelease(this, pushesSent + 1);
    }

    // ---- event loop: the queue

    /** Sends what is queued as far as the channel takes it. */
    void drain() {
        ready = false;
        try {
            // Nothing follows the GOAWAY of a fault.
            if (!closed && !connection.isClosing()) {
                drainQueue();
            }
        } catch (Throwable t) {
            connection.failed(t);
        }
    }

    private void drainQueue() {
        int budget = DRAIN_BYTES;
        while (isWritable()) {
            if (budget > 0 && longMessages.isTheirTurn()) {
                budget -= longMessages.writePart(this);
                continue;
            }
            Outgoing message = budget > 0 ? next() : null;
            if (message == null && budget > 0 && !longMessages.isEmpty()) {
                budget -= longMessages.writePart(this);
                continue;
            }
            if (message == null) {
                flush();
                if (budget <= 0) {
                    signal();
                }
                connection.shared.wakeWaiting();
                return;
            }
            int bytes = queuedBytes(message);
            budget -= bytes;
            QUEUED.getAndAdd(this, (long) -bytes);
            message.writeTo(this);
            if (unflushed && !isWritable()) {
                flush();
            }
        }
        flush();
        if (isWritable()) {
            signal();
        } else {
            setAside();
        }
    }

    private @Nullable Outgoing next() {
        Outgoing message = blocked.pollFirst();
        return message != null ? message : queue.poll();
    }

    /** Where the peer does not read, calls may wait past their deadline: keeps them where they can be looked at. */
    private void setAside() {
        Outgoing message;
        while ((message = queue.poll()) != null) {
            blocked.addLast(message);
        }
        connection.onBlocked();
    }

    /**
     * Has what waits for the peer to read look at its deadline.
     *
     * @return nanoseconds to the next one; {@link Long#MAX_VALUE} where there is none
     */
    long expireBlocked(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (Outgoing message : blocked) {
            next = Math.min(next, message.expire(nowNanos));
        }
        return next;
    }

    /** Whether nothing waits here; the channel may still hold bytes. */
    boolean isEmpty() {
        return open.isEmpty() && isIdle();
    }

    private boolean isIdle() {
        return blocked.isEmpty() && queue.isEmpty() && longMessages.isEmpty();
    }

    /** Gives everything up; the channel is closed. */
    void close() {
        closed = true;
        open.release();
        longMessages.release();
        Outgoing message;
        while ((message = blocked.pollFirst()) != null) {
            message.discard();
        }
        discardQueue();
    }

    /** Whether the channel takes more bytes. On the event loop. */
    boolean isWritable() {
        return context().channel().isWritable();
    }

    private void copy(ByteBuf message) {
        begin();
        if (open.copy(message)) {
            writeOpen();
        }
    }

    private void write(ByteBuf message) {
        writeOpen();
        unflushed = true;
        ChannelHandlerContext target = context();
        target.write(message, target.voidPromise());
    }

    private void writeOpen() {
        ByteBuf frame = open.take();
        if (frame != null) {
            unflushed = true;
            ChannelHandlerContext target = context();
            target.write(frame, target.voidPromise());
        }
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext found = context;
        if (found == null) {
            throw new IllegalStateException("connection: not started (expected: start() first)");
        }
        return found;
    }
}
