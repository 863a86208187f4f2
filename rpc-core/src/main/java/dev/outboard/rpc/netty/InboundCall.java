package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.CancelRegistration;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StatusDetail;
import dev.outboard.rpc.TraceContext;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.ServerTimes;
import dev.outboard.rpc.frame.StatusWord;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call on the server; belongs to one connection and is reused for its later calls, so that a call allocates nothing.
 *
 * <p>Phases: FREE; RUNNING while the handler runs on the event loop; DEFERRED while a worker has the call, or when the
 * handler on the loop returned without ending it; ENDED until the loop has sent the reply and sets it FREE. A call that
 * ends while RUNNING is sent by the loop when its handler returns, whoever ended it; one that ends while DEFERRED goes
 * through the outbound queue. Whoever ends it claims it first, so that of two threads one does, and only that one touches
 * the reply. A thread that goes on with a reply that was begun on the loop waits until the handler has returned.
 * The upper bits of the state count the uses, so that the clean-up behind a handler that threw cannot end a
 * later use.
 */
final class InboundCall implements ServerCall, Outgoing, WorkerPool.Work, LongMessage.Owner {
    private static final int FREE = 0;
    private static final int RUNNING = 1;
    private static final int DEFERRED = 2;
    /** All bits of the phase, so that {@code state | ENDED} ends whatever phase it is. */
    private static final int ENDED = 3;

    /** Beside RUNNING or DEFERRED: a thread is ending it. */
    private static final int CLAIMED = 4;

    private static final int NEXT_USE = 8;
    /** What a thread does while a handler returns, before it sleeps, and for how long it sleeps each time. */
    private static final int SPINS = 1_000;

    private static final long PAUSE_NANOS = 20_000;
    private static final VarHandle STATE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(InboundCall.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The connection's next spare call; the loop's. */
    @Nullable
    InboundCall nextSpare;

    private final AcceptedConnection connection;
    private final LoopContext loop;
    private final FrameReader request;
    private final Reply reply;
    private final CancelActions onCancel = new CancelActions();
    private volatile int state;

    private Route route;
    private int stream;
    private boolean hasDeadline;
    private long deadlineNanos;
    private @Nullable ByteBuf requestFrame;
    /** Where the request lies, with its extension right before its body; null where there is no extension. */
    private @Nullable ByteBuf extended;

    private int body;
    private int extensionBytes;
    /** Whether somebody asked for times; only then are the start and the end set. */
    private boolean timed;

    private boolean timesAsked;
    /** Whether the request is compressed. */
    private boolean packed;
    /** The request, where it was compressed. */
    private @Nullable ByteBuf unpacked;

    private int packedAt;

    private long readNanos;
    private long startNanos;
    private long endNanos;
    private int statusWord;
    private int requestBytes;
    /** Whether a handler has seen it. */
    private boolean started;
    /** Whether somebody hears of its end, and what they keep with it until then. */
    private boolean watched;

    private @Nullable CallNote note;
    /** The outbound batch that the last reply went into; none is 0. */
    private long sentIn;

    InboundCall(AcceptedConnection connection, FrameReader request, Route firstRoute) {
        this.connection = connection;
        this.loop = connection.loop;
        this.request = request;
        this.reply = new Reply(connection.loop, connection.out);
        this.route = firstRoute;
    }

    // ---- event loop: the beginning

    /**
     * Whether the client may use the slot again: the reply has left. One that has not been flushed cannot have been read,
     * and a client that does not wait for it could make one read's worth of requests into any amount of replies.
     */
    boolean isFree() {
        return phase(state) == FREE && sentIn != connection.out.batch();
    }

    int stream() {
        return stream;
    }

    /** Whether its request is compressed: then nobody else may look into the request's frame. */
    boolean isPacked() {
        return packed;
    }

    /** Whether a handler has it. */
    boolean isInUse() {
        return phase(state) != FREE;
    }

    /** The client does not wait any more, or is gone. */
    void cancel() {
        CancelActions.Action action = onCancel.cancel();
        if (phase(state) == ENDED) {
            return;
        }
        for (; action != null; action = action.next()) {
            connection.runUserCode(action, "cancel action");
        }
    }

    /**
     * Begins a use; one of the three below follows.
     *
     * @param newStream 0 for a one-way call
     * @param timeout in steps of 100 us; 0 for none
     * @param flags of the request
     * @param newExtensionBytes of the request
     * @param length of the extension and the body
     */
    void begin(Route newRoute, int newStream, long timeout, int flags, int newExtensionBytes, int length) {
        route = newRoute;
        stream = newStream;
        readNanos = connection.now();
        hasDeadline = timeout != 0;
        deadlineNanos = readNanos + timeout * AcceptedConnection.TIMEOUT_STEP_NANOS;
        extensionBytes = newExtensionBytes;
        timesAsked = (flags & FrameRules.TIMES) != 0;
        packed = (flags & FrameRules.COMPRESSED) != 0;
        watched = connection.news.isWanted();
        timed = timesAsked || watched;
        started = false;
        note = watched ? connection.news.arrived() : null;
        requestBytes = length - newExtensionBytes;
        STATE.set(this, state | RUNNING);
    }

    /** Runs the handler here and now, on a request that lies in the buffer being walked; <em>borrows</em> that. */
    void runOnLoop(ByteBuf buffer, int body, int length) {
        requestBytes = length;
        if (packed) {
            try {
                unpack(buffer, body, length);
            } catch (RpcException e) {
                refuse(e.status().code(), refusal(e));
                return;
            }
        } else {
            request.attach(buffer, body, length);
        }
        extension(buffer, body);
        start();
        int mine = state;
        try {
            route.handler().handle(this);
        } catch (Throwable t) {
            handlerThrew(mine, t);
        }
        if (phase(state) == RUNNING) {
            reply.spill();
            requestFrame = buffer.retain();
            if (defer()) {
                return;
            }
        }
        if (stream != 0 && reply.isLong()) {
            connection.out.offerAlways(this); // which books it
        } else {
            finish();
        }
    }

    private void unpack(ByteBuf buffer, int at, int length) {
        ByteBuf message = loop.packing.unpack(loop, buffer, at, length, connection.limits.maxMessageBytes());
        unpacked = message;
        request.attach(message, 0, message.readableBytes());
    }

    private String refusal(RpcException e) {
        return "request of " + route.name() + ": " + e.status().message();
    }

    /** Leaves the end to whoever ends it, or is about to; false where it has ended. */
    private boolean defer() {
        int now;
        do {
            now = state;
            if (phase(now) != RUNNING) {
                return false;
            }
        } while (!STATE.compareAndSet(this, now, now - RUNNING + DEFERRED));
        return true;
    }

    /** Gives the call to a worker, or refuses it where none has room; <em>consumes</em> the request's frame. */
    void runOnWorker(ByteBuf frame, int body, int length) {
        requestBytes = length;
        request.attach(frame, body, length);
        extension(frame, body);
        packedAt = body;
        requestFrame = frame;
        int mine = state;
        STATE.set(this, mine - RUNNING + DEFERRED);
        if (!connection.submit(this, route)) {
            STATE.set(this, mine);
            connection.rejected();
            refuse(StatusCode.RESOURCE_EXHAUSTED, Failures.noThread(route.execution()));
        }
    }

    /** Ends the call; no handler has seen it. */
    void refuse(StatusCode code, String message) {
        endWith(StatusWord.of(code, true), message, List.of());
        STATE.set(this, state | ENDED);
        finish();
    }

    /** Sends the reply of an ended call and makes this one free. */
    private void finish() {
        boolean goesOn = false;
        try {
            if (stream != 0) {
                goesOn = reply.isLong();
                reply.send(this);
            }
        } finally {
            if (goesOn) {
                giveUpRequest();
            } else {
                recycle();
            }
        }
    }

    // ---- LongMessage.Owner: a reply of several frames, which is owed whole

    @Override
    public boolean wantsRest() {
        return true;
    }

    @Override
    public void longMessageEnded(Outbound out, int unsentBytes) {
        recycle();
    }

    private void recycle() {
        giveUpRequest();
        if (watched) {
            tell(connection.news.summary(route.method()), stream == 0 ? 0 : reply.sentBytes());
        }
        onCancel.reset();
        sentIn = connection.out.batch();
        STATE.set(this, (state & ~ENDED) + NEXT_USE);
        connection.callEnded(this);
    }

    private void tell(EndedCall summary, int replyBytes) {
        long start = started ? startNanos : endNanos;
        summary.set(route.method(), statusWord, start - readNanos, endNanos - start, requestBytes, replyBytes);
        connection.news.ended(summary, note);
        note = null;
    }

    // ---- worker

    @Override
    public void run() {
        int mine = state;
        if (expired()) {
            connection.expired();
            STATE.set(this, mine | ENDED);
            leaveToLoop(StatusWord.of(StatusCode.DEADLINE_EXCEEDED, true), "deadline: passed in the queue");
            return;
        }
        if (cancelled()) {
            STATE.set(this, mine | ENDED);
            leaveToLoop(StatusWord.of(StatusCode.CANCELLED, true), "call: cancelled in the queue");
            return;
        }
        ByteBuf frame = requestFrame;
        if (packed && frame != null) {
            try {
                unpack(frame, packedAt, requestBytes);
            } catch (RpcException e) {
                STATE.set(this, mine | ENDED);
                leaveToLoop(StatusWord.of(e.status().code(), true), refusal(e));
                return;
            }
        }
        start();
        try {
            route.handler().handle(this);
        } catch (Throwable t) {
            handlerThrew(mine, t);
        }
    }

    private void start() {
        started = true;
        if (timed) {
            startNanos = loop.clock.nanoTime();
        }
        if (watched) {
            note = connection.news.started(this, startNanos - readNanos, note);
        }
    }

    @Override
    public void abandon() {
        statusWord = CallNews.abandoned(false);
        endNanos = loop.clock.nanoTime();
        discard();
    }

    // ---- ServerCall

    @Override
    public WireReader request() {
        return request;
    }

    @Override
    public WireWriter reply() {
        int now = checkNotEnded();
        if (stream == 0) {
            throw new IllegalStateException("reply: of a one-way call (expected: of a unary call)");
        }
        awaitHandler();
        return reply.writer(isOnLoop(now));
    }

    @Override
    public void complete() {
        int now = claim();
        awaitHandler();
        try {
            int length = reply.frameBytes();
            if (length > connection.out.maxMessageBytes()) {
                endWith(
                        StatusWord.of(StatusCode.RESOURCE_EXHAUSTED, false),
                        Failures.tooLong(length + " bytes", route.name(), connection.out),
                        List.of());
            } else {
                seal(StatusWord.OK);
            }
        } catch (Throwable t) {
            unclaim();
            throw t;
        }
        end(now);
    }

    @Override
    public void fail(StatusCode code, String message, List<StatusDetail> details) {
        if (code == StatusCode.OK) {
            throw new IllegalArgumentException("code: OK (expected: a failure)");
        }
        int now = claim();
        awaitHandler();
        try {
            endWith(StatusWord.of(code, false), message, details);
        } catch (Throwable t) {
            unclaim();
            throw t;
        }
        end(now);
    }

    @Override
    public void replyMetadata(Metadata metadata) {
        checkNotEnded();
        if (stream == 0) {
            throw new IllegalStateException("metadata: of a one-way call's reply (expected: of a unary call's)");
        }
        Failures.checkFits(metadata, connection.out);
        reply.metadata(metadata);
    }

    @Override
    public void replyCompression(Compression algorithm) {
        checkNotEnded();
        reply.compression(algorithm);
    }

    @Override
    public Method method() {
        return route.method();
    }

    @Override
    public Metadata metadata() {
        ByteBuf from = extended;
        return from == null ? Metadata.EMPTY : ExtensionBlock.metadata(from, body - extensionBytes, extensionBytes);
    }

    @Override
    public @Nullable TraceContext trace() {
        ByteBuf from = extended;
        return from == null ? null : ExtensionBlock.trace(from, body - extensionBytes, extensionBytes);
    }

    @Override
    public int attempt() {
        ByteBuf from = extended;
        return from == null ? 0 : ExtensionBlock.attempt(from, body - extensionBytes, extensionBytes);
    }

    @Override
    public long remainingNanos() {
        return hasDeadline ? deadlineNanos - loop.clock.nanoTime() : Long.MAX_VALUE;
    }

    @Override
    public boolean expired() {
        return hasDeadline && remainingNanos() <= 0;
    }

    @Override
    public boolean cancelled() {
        return onCancel.isCancelled();
    }

    @Override
    public CancelRegistration onCancel(Runnable action) {
        checkNotEnded();
        return onCancel.add(action);
    }

    @Override
    public ServerConnection connection() {
        return connection;
    }

    @Override
    public @Nullable Object kept(CallObserver by) {
        return connection.news.kept(note, by);
    }

    @Override
    public boolean oneWay() {
        return stream == 0;
    }

    // ---- Outgoing: an ended call in the queue

    @Override
    public int lengthBytes() {
        return stream == 0 ? 0 : reply.lengthBytes();
    }

    @Override
    public void writeTo(Outbound out) {
        finish();
    }

    @Override
    public void discard() {
        reply.drop();
        giveUpRequest();
        if (watched) {
            // Not with the loop's summary: this may be any thread.
            tell(new EndedCall(route.method()), 0);
        }
    }

    // ---- the end, on the thread that ends the call

    private int checkNotEnded() {
        int now = state;
        if (phase(now) == FREE || phase(now) == ENDED || (now & CLAIMED) != 0) {
            throw new IllegalStateException("call: ended already (expected: ended once)");
        }
        return now;
    }

    /** Makes the calling thread the one that ends the call; returns the state without the claim. */
    private int claim() {
        while (true) {
            int now = checkNotEnded();
            if (STATE.compareAndSet(this, now, now | CLAIMED)) {
                return now;
            }
        }
    }

    /** Ending it failed: it is as it was. */
    private void unclaim() {
        STATE.getAndBitwiseAnd(this, ~CLAIMED);
    }

    /**
     * A reply that a handler has begun on the event loop lies in the connection's open frame, and is moved out of it when the
     * handler returns. A thread that was given the call by then waits for that; loops do not block, so it is not for long.
     */
    private void awaitHandler() {
        if (phase(state) != RUNNING || !reply.isBegun() || loop.inEventLoop()) {
            return;
        }
        for (int spins = 0; phase(state) == RUNNING; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean isOnLoop(int now) {
        return phase(now) == RUNNING && loop.inEventLoop();
    }

    private void endWith(int statusWord, String message, List<StatusDetail> details) {
        if (stream != 0) {
            reply.replaceByFailure(message, details, isOnLoop(state));
        }
        seal(statusWord);
    }

    private void seal(int newStatusWord) {
        statusWord = newStatusWord;
        if (timed) {
            endNanos = loop.clock.nanoTime();
        }
        if (stream != 0) {
            if (reply.hasMetadata()) {
                reply.openForMetadata(isOnLoop(state));
            }
            reply.seal(stream, newStatusWord, timesAsked && started ? times() : ServerTimes.NONE);
        }
    }

    private int times() {
        return ServerTimes.of(startNanos - readNanos, endNanos - startNanos);
    }

    /** Lets the loop know; everything written before is visible to it then. */
    private void end(int now) {
        if (isOnLoop(now)) {
            STATE.set(this, now | ENDED);
            return;
        }
        request.detach();
        if (phase((int) STATE.getAndSet(this, now | ENDED)) == DEFERRED) {
            connection.out.offerAlways(this);
        }
    }

    private void leaveToLoop(int statusWord, String message) {
        endWith(statusWord, message, List.of());
        request.detach();
        connection.out.offerAlways(this);
    }

    /** The handler threw out of the use that {@code mine} stands for; if it had not ended the call, this does. */
    private void handlerThrew(int mine, Throwable t) {
        connection.handlerThrew(route, t);
        if (!STATE.compareAndSet(this, mine, mine | ENDED)) {
            return;
        }
        int word = StatusWord.of(Failures.codeFor(t), false);
        String text = Failures.textFor(t, route.name(), connection.out);
        if (phase(mine) == RUNNING) {
            endWith(word, text, List.of());
        } else {
            leaveToLoop(word, text);
        }
    }

    private void giveUpRequest() {
        request.detach();
        extended = null;
        ByteBuf frame = requestFrame;
        requestFrame = null;
        if (frame != null) {
            frame.release();
        }
        ByteBuf message = unpacked;
        unpacked = null;
        if (message != null) {
            message.release();
        }
    }

    private void extension(ByteBuf buffer, int newBody) {
        if (extensionBytes != 0) {
            extended = buffer;
            body = newBody;
        }
    }

    private static int phase(int state) {
        return state & ENDED;
    }
}
