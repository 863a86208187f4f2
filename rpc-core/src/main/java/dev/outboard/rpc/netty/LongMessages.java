package dev.outboard.rpc.netty;

import dev.outboard.rpc.frame.FrameHeader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;

/**
 * A connection's messages that are longer than a frame, and go out a frame at a time, in turn with each other and with all
 * else. Booked on any thread; the rest is the event loop's.
 */
final class LongMessages {
    private static final VarHandle BOOKED;

    static {
        try {
            BOOKED = MethodHandles.lookup().findVarHandle(LongMessages.class, "booked", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int limitBytes;
    private final ArrayDeque<LongMessage> messages = new ArrayDeque<>(0);

    @SuppressWarnings("UnusedVariable") // through BOOKED
    private volatile long booked;

    private boolean theirTurn;

    LongMessages(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    // ---- any thread

    /** Books a message if there is room for it, or it is none of these. */
    boolean admit(int lengthBytes, int maxFrameBytes) {
        if (!isLong(lengthBytes, maxFrameBytes)) {
            return true;
        }
        long before = (long) BOOKED.getAndAdd(this, (long) lengthBytes);
        if (before + lengthBytes > limitBytes && before != 0) {
            BOOKED.getAndAdd(this, (long) -lengthBytes);
            return false;
        }
        return true;
    }

    /** Books a message whether there is room or not. */
    void book(int lengthBytes, int maxFrameBytes) {
        if (isLong(lengthBytes, maxFrameBytes)) {
            BOOKED.getAndAdd(this, (long) lengthBytes);
        }
    }

    /** The end of what was booked. */
    void unbook(int lengthBytes, int maxFrameBytes) {
        if (isLong(lengthBytes, maxFrameBytes)) {
            BOOKED.getAndAdd(this, (long) -lengthBytes);
        }
    }

    private static boolean isLong(int lengthBytes, int maxFrameBytes) {
        return lengthBytes > FrameHeader.BYTES + maxFrameBytes;
    }

    // ---- event loop

    /** <em>Consumes</em> a message that was booked. */
    void add(LongMessage message) {
        messages.addLast(message);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether one of these is to write before something else does; every other time. */
    boolean isTheirTurn() {
        theirTurn = !theirTurn && !messages.isEmpty();
        return theirTurn;
    }

    /** Has the next one write a part; returns the bytes. There must be one. */
    int writePart(Outbound out) {
        LongMessage message = messages.removeFirst();
        int bytes;
        try {
            bytes = message.writePart(out);
        } catch (Throwable t) {
            unbook(message.lengthBytes(), out.maxFrameBytes());
            message.release();
            throw t;
        }
        if (message.isOver()) {
            unbook(message.lengthBytes(), out.maxFrameBytes());
            message.end(out);
        } else {
            messages.addLast(message);
        }
        return bytes;
    }

    /** The connection is closed. */
    void release() {
        LongMessage message;
        while ((message = messages.pollFirst()) != null) {
            message.release();
        }
    }
}
