package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.call.ReceiveWindow;
import dev.outboard.rpc.call.SendCredit;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.ProtocolException;
import dev.outboard.rpc.frame.Windows;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the streams of one connection share: the credit that both ends give for all of them together, and the news that those
 * who wait may go on. Credit is taken and released on any thread; the rest is the event loop's.
 */
final class SharedCredit {
    private static final Logger LOG = LoggerFactory.getLogger(SharedCredit.class);
    private static final long LEAST_WINDOW_BYTES = 1 << 10;
    /** With a budget, what a connection gets before it has sent anything: those that never do are not to use it up. */
    private static final long OPENING_WINDOW_BYTES = 64 << 10;

    /** How long a stream waits before it looks for memory again. */
    private static final long LOOK_AGAIN_MILLIS = 10;

    private final FramedConnection connection;
    private final ReceiveWindow window;
    private final CreditGrant grant;
    /** The peer's windows, set once before the connection is open; its credit for all streams with them. */
    private volatile Windows peerWindows = new Windows(1, 1);

    private volatile SendCredit credit = new SendCredit(0);
    private volatile boolean somebodyWaits;
    /** What the ledger has of this connection; the loop's. */
    private long promised;

    SharedCredit(FramedConnection connection) {
        Limits limits = connection.limits;
        this.connection = connection;
        this.window = new ReceiveWindow(limits.connectionWindowBytes(), StreamEnd.cost(limits.maxMessageBytes()));
        this.grant = new CreditGrant(connection, window, null);
    }

    // ---- any thread

    Windows peerWindows() {
        return peerWindows;
    }

    /** What this end says of its own windows. */
    static Windows ownWindows(Limits limits) {
        return new Windows(limits.streamWindowBytes(), limits.connectionWindowBytes());
    }

    /** Whether the peer lets some stream send. */
    boolean isOpen() {
        return credit.isOpen();
    }

    /** What this end's messages counted so far, 16 bytes for each among it. */
    long sentBytes() {
        return credit.sent();
    }

    /** Takes credit for a message of some stream; false where there is none. */
    boolean tryTake(int bytes) {
        return credit.tryTake(bytes);
    }

    /** Returns what was taken for a message that is not sent after all; who waits looks when there is room again. */
    void giveBack(int bytes) {
        credit.giveBack(bytes);
    }

    /** A user is done with bytes of some stream. */
    void release(long bytes) {
        if (window.release(bytes)) {
            grant.queue();
        }
    }

    /** Some stream waits for credit or for room. */
    void waits() {
        somebodyWaits = true;
    }

    /** The same, with nothing to come that would wake it: has it look again in a while. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a task whose failures are the user's, and logged
    void waitsForMemory() {
        somebodyWaits = true;
        try {
            connection.loop.eventLoop.schedule(this::wakeAll, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("connection {}: the event loop has ended", connection.id(), e);
        }
    }

    // ---- event loop

    /** What this end lets its peer send at first, as far as the memory budget has room for it now. */
    Windows openingWindows() {
        long whole = connection.limits.connectionWindowBytes();
        window.open(isBounded() ? roomFor(Math.min(whole, OPENING_WINDOW_BYTES)) : whole);
        return new Windows(connection.limits.streamWindowBytes(), (int) window.granted());
    }

    /** The limit to tell the peer now. */
    long grant() {
        long limit = window.grant(roomFor(connection.limits.connectionWindowBytes()));
        promise(window.outstanding());
        return limit;
    }

    /**
     * How much of a window there is room for: half of the budget is for what peers may send to streams, and each one gets half of what is
     * left of that at the most; a little in any case, so that everything goes on.
     */
    private long roomFor(long windowBytes) {
        if (!isBounded()) {
            return windowBytes;
        }
        MemoryLedger ledger = connection.loop.allocator.ledger();
        long budget = ledger.budgetBytes();
        long room = budget / 2 - ledger.usedBytes() - ledger.promisedBytes() + promised;
        return Math.min(windowBytes, Math.max(LEAST_WINDOW_BYTES, room / 2));
    }

    private boolean isBounded() {
        return connection.loop.allocator.ledger().budgetBytes() != Long.MAX_VALUE;
    }

    private void promise(long outstanding) {
        connection.loop.allocator.ledger().promise(outstanding - promised);
        promised = outstanding;
    }

    /** The connection is over. */
    void ended() {
        promise(0);
    }

    /** The handshake is done. */
    void opened(Windows windows) {
        promise(window.outstanding());
        peerWindows = windows;
        credit = new SendCredit(windows.connectionBytes());
    }

    /** The peer has raised the credit of all streams together. */
    void onCredit(long limit) {
        if (!credit.raiseTo(limit)) {
            throw new ProtocolException(Fault.BAD_FRAME, "credit: lower than before (expected: it grows)");
        }
        wakeWaiting();
    }

    /** A frame of a stream's message came, whatever became of the stream; 16 among the bytes of the first. */
    void received(int bytes) {
        if (!window.take(bytes)) {
            throw StreamEnd.overCredit();
        }
    }

    /** There is room, or credit, that was not there before. */
    void wakeWaiting() {
        if (somebodyWaits) {
            wakeAll();
        }
    }

    /** Has one stream look whether it may go on. */
    void wake(StreamEnd stream) {
        if (stream.wake()) {
            somebodyWaits = true;
        }
    }

    private void wakeAll() {
        somebodyWaits = false;
        connection.forEachStream(this::wake);
    }
}
