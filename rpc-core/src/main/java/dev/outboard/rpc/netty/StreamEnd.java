package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.MessageStream;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.call.ReceiveWindow;
import dev.outboard.rpc.call.SendCredit;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a stream do alike: sending as far as there is credit, and giving credit for what was received.
 *
 * <p>No wake-up is lost: a sender that finds no credit says that it waits before it looks again, and the loop looks at that
 * after it has raised the credit.
 */
abstract class StreamEnd implements MessageStream {
    /** In the place of what the user holds: the stream is over, and its credit has gone back. */
    private static final long OVER = -1;

    private static final VarHandle HELD;
    private static final VarHandle STALL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HELD = lookup.findVarHandle(StreamEnd.class, "heldBytes", long.class);
            STALL = lookup.findVarHandle(StreamEnd.class, "stall", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final FramedConnection connection;
    final LoopContext loop;
    final Outbound out;

    private final SendCredit credit;
    private final ReceiveWindow window;
    private final CreditGrant grant;
    private volatile boolean waits;
    /** The WindowStallEvent of a sender that found no credit, where that is recorded; not its type, which may be absent. */
    private volatile @Nullable Object stall;
    /** Credit that the user holds. */
    private volatile long heldBytes;

    /** Where a message of several frames is on its way out: what stands behind it. The loop's. */
    private @Nullable ArrayDeque<Outgoing> behindLong;

    /** Bytes of the message that is being delivered, and whether its credit was held; of the delivering thread. */
    private int bytes;

    private boolean delivering;
    /** What the user asked for; null for nothing. */
    private volatile @Nullable Compression compression;

    private boolean held;

    StreamEnd(FramedConnection connection) {
        this.connection = connection;
        this.loop = connection.loop;
        this.out = connection.out;
        this.credit = new SendCredit(connection.shared.peerWindows().streamBytes());
        this.window =
                new ReceiveWindow(connection.limits.streamWindowBytes(), cost(connection.limits.maxMessageBytes()));
        this.grant = new CreditGrant(connection, window, this);
    }

    /** The id that its frames carry; 0 where there is none yet, or none any more. On the event loop. */
    abstract int streamId();

    /** Whether this end may send messages, as far as the stream's own state is concerned. Any thread. */
    abstract boolean takesMessages();

    /** Tells the user that it may send again; on the event loop. */
    abstract void tellReady();

    /** Has what is sent from now on be compressed like this. */
    final void compressWith(@Nullable Compression algorithm) {
        compression = algorithm;
    }

    /** What the user asked for. */
    final @Nullable Compression asked() {
        return compression;
    }

    // ---- MessageStream

    @Override
    public final SendResult send(MessageWriter message) {
        if (!takesMessages() || !connection.isOpen()) {
            return SendResult.CLOSED;
        }
        if (!isReady() && !isReadyAtLast()) {
            return SendResult.NOT_READY;
        }
        ByteBuf frame;
        try {
            frame = connection.encode(message, null, out.compression(compression));
        } catch (FrameOverflowException e) {
            return SendResult.TOO_LARGE;
        } catch (FrameBudgetException e) {
            // Memory comes back without a word: the loop looks again in a while.
            waits = true;
            connection.shared.waitsForMemory();
            return SendResult.NOT_READY;
        }
        return send(frame);
    }

    /** <em>Consumes</em> a frame whose header is still to be set. */
    private SendResult send(ByteBuf frame) {
        int bytes = frame.readableBytes();
        if (!connection.shared.tryTake(bytes)) {
            frame.release();
            return waitAgain();
        }
        credit.tryTake(bytes);
        SendResult result = out.offer(new StreamFrame(this, FrameType.DATA, 0, frame));
        if (result == SendResult.ACCEPTED) {
            return result;
        }
        frame.release();
        credit.giveBack(bytes);
        connection.shared.giveBack(bytes);
        if (result == SendResult.CLOSED) {
            return result;
        }
        return waitAgain();
    }

    /** Another stream was faster. */
    private SendResult waitAgain() {
        if (isReadyAtLast()) {
            waits = true;
            connection.shared.waitsForMemory();
        }
        return SendResult.NOT_READY;
    }

    @Override
    public final boolean isReady() {
        return takesMessages() && credit.isOpen() && connection.shared.isOpen() && out.hasRoom();
    }

    /** Says that this stream waits, and looks once more. */
    private boolean isReadyAtLast() {
        beginStall();
        waits = true;
        connection.shared.waits();
        if (!isReady()) {
            return false;
        }
        waits = false;
        endStall();
        return true;
    }

    /** Before the stream says that it waits, so that the loop, which wakes it, finds the stall. */
    private void beginStall() {
        if (stall != null || !Recorder.wantsStalls()) {
            return;
        }
        boolean open = credit.isOpen();
        if (takesMessages() && !(open && connection.shared.isOpen())) {
            boolean server = connection instanceof ServerConnection;
            stall = WindowStallEvent.begun(!open, server, connection.id(), streamId());
        }
    }

    /** The sender may go on, or the stream is over. */
    final void endStall() {
        if (stall != null && STALL.getAndSet(this, null) instanceof WindowStallEvent event) {
            event.commit();
        }
    }

    @Override
    public final long holdCredit() {
        if (!delivering) {
            throw new IllegalStateException("credit: of no message (expected: while one is delivered)");
        }
        if (!held && bytes > 0) {
            held = hold(bytes);
        }
        return bytes;
    }

    /** False where the stream is over: then the credit goes back as if it had not been held. */
    private boolean hold(long more) {
        while (true) {
            long before = heldBytes;
            if (before == OVER) {
                return false;
            }
            if (HELD.compareAndSet(this, before, before + more)) {
                return true;
            }
        }
    }

    @Override
    public final void returnCredit(long bytes) {
        while (true) {
            long before = heldBytes;
            if (before == OVER) {
                return;
            }
            if (bytes < 0 || bytes > before) {
                throw new IllegalArgumentException("credit: " + bytes + " (expected: 0 to the " + before + " held)");
            }
            if (HELD.compareAndSet(this, before, before - bytes)) {
                release(bytes);
                return;
            }
        }
    }

    /** The stream is over: what its user holds of the connection's credit goes back, whatever becomes of it. */
    final void releaseHeld() {
        endStall();
        long rest = (long) HELD.getAndSet(this, OVER);
        if (rest > 0) {
            connection.shared.release(rest);
        }
    }

    /** Gives credit back to the peer. Any thread. */
    final void release(long bytes) {
        connection.shared.release(bytes);
        if (window.release(bytes)) {
            grant.queue();
        }
    }

    // ---- event loop

    /** The peer has raised this stream's credit. */
    final void onCredit(long limit) {
        if (!credit.raiseTo(limit)) {
            throw new ProtocolException(Fault.BAD_FRAME, "credit: lower than before (expected: it grows)");
        }
        wake();
    }

    /** Bytes of the messages that came, 16 for each among them. */
    final long receivedBytes() {
        return window.received();
    }

    /** Bytes of the messages that were sent, 16 for each among them. */
    final long sentBytes() {
        return credit.sent();
    }

    /** Looks whether a sender that waits may go on; true where it still cannot. */
    final boolean wake() {
        if (!waits) {
            return false;
        }
        if (!isReady()) {
            return takesMessages();
        }
        waits = false;
        endStall();
        tellReady();
        return false;
    }

    /** Books what came of a message: a frame's bytes, 16 among them where it is the first. */
    final void received(int bytes) {
        if (!window.take(bytes)) {
            throw overCredit();
        }
    }

    /** A message of several frames begins; what follows in this stream stands behind it. */
    final void beginLong() {
        behindLong = new ArrayDeque<>();
    }

    /** Whether a frame of this stream has to wait, and does so. */
    final boolean standsBehind(Outgoing frame) {
        ArrayDeque<Outgoing> waiting = behindLong;
        if (waiting == null) {
            return false;
        }
        waiting.add(frame);
        return true;
    }

    /** The message is over: what stood behind it goes on. */
    final void endLong(Outbound target) {
        ArrayDeque<Outgoing> waiting = behindLong;
        behindLong = null;
        try {
            for (Outgoing next = poll(waiting); next != null; next = poll(waiting)) {
                next.writeTo(target);
            }
        } finally {
            // Empty, but for what stands behind one that threw.
            discard(waiting);
        }
    }

    /** The connection is closed: nothing goes on. */
    final void discardBehindLong() {
        discard(behindLong);
    }

    private static void discard(@Nullable ArrayDeque<Outgoing> waiting) {
        for (Outgoing next = poll(waiting); next != null; next = poll(waiting)) {
            next.discard();
        }
    }

    private static @Nullable Outgoing poll(@Nullable ArrayDeque<Outgoing> waiting) {
        return waiting == null ? null : waiting.poll();
    }

    // ---- the thread that delivers

    /**
     * A message is about to be handed to the user.
     *
     * @param newBytes what it counts of the stream's credit
     */
    final void beginDelivery(FrameReader reader, ByteBuf buffer, int body, int length, int newBytes) {
        reader.attach(buffer, body, length);
        bytes = newBytes;
        delivering = true;
        held = false;
    }

    /** A reply is about to be handed to the user; it took no credit. */
    final void beginReply() {
        bytes = 0;
        delivering = true;
    }

    final void endReply() {
        delivering = false;
    }

    /** The user has returned; gives the credit back unless it was held. */
    final void endDelivery(FrameReader reader) {
        reader.detach();
        delivering = false;
        if (!held) {
            release(bytes);
        }
    }

    /** A message that took credit is not sent: the stream ended before. What it took of the connection's goes back. */
    final void unsent(int bytes) {
        connection.shared.giveBack(bytes);
        connection.shared.wakeWaiting();
    }

    /** What a message of {@code length} bytes counts. */
    static int cost(int length) {
        return FrameHeader.BYTES + length;
    }

    static ProtocolException overCredit() {
        return new ProtocolException(Fault.OVER_CREDIT, "message: without credit (expected: after a CREDIT)");
    }

    /** Sends a frame that is all header but for a few bytes. Any thread. */
    final void sendControl(int type, int aux16, byte[] body) {
        out.offerAlways(new StreamControl(this, type, aux16, body));
    }

    /** Says that no messages follow. */
    final void sendEnd() {
        sendControl(FrameType.DATA, FrameRules.END, new byte[0]);
    }
}
