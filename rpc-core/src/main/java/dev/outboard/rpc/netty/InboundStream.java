package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.CancelRegistration;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StatusDetail;
import dev.outboard.rpc.StreamHandler;
import dev.outboard.rpc.StreamListener;
import dev.outboard.rpc.TraceContext;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.ProtocolException;
import dev.outboard.rpc.frame.StatusWord;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream on the server. What its client does becomes events in its inbox, which the event loop handles at once, or one
 * worker at a time: so the listener sees them in order. The inbox is bounded by the stream's credit.
 *
 * <p>The user ends it on any thread; the RESPONSE goes through the outbound queue, behind the messages, and the slot is free
 * when the loop has written it.
 */
final class InboundStream extends StreamEnd implements ServerStream, StreamInbox.Owner {
    private static final StreamListener NOBODY = new StreamListener() {};
    private static final VarHandle ENDED;
    private static final VarHandle TOLD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENDED = lookup.findVarHandle(InboundStream.class, "ended", boolean.class);
            TOLD = lookup.findVarHandle(InboundStream.class, "told", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the listener hears of beside messages, which are frames, and the client's giving up, which is a status. */
    private enum Event {
        OPEN,
        END,
        READY
    }

    private final AcceptedConnection accepted;
    private final Route route;
    private final StreamHandler handler;
    private final int stream;
    private final boolean hasDeadline;
    private final long deadlineNanos;
    private final FrameReader reader;
    private final StreamOrigin origin;
    private final long readNanos;
    private final CancelActions cancelActions = new CancelActions();
    private final StreamInbox inbox;
    private volatile boolean ended;
    private Metadata endMetadata = Metadata.EMPTY;
    /** When the handler was called; only where somebody wants to know. */
    private long startNanos;

    private volatile boolean started;
    /** Whether somebody hears of its end, whether they have, and what they keep with it until then. */
    private final boolean watched;

    @SuppressWarnings("UnusedVariable") // through TOLD
    private volatile boolean told;

    private volatile @Nullable CallNote note;

    // The rest of the delivering thread, but for the last two, which are the loop's.
    private StreamListener listener = NOBODY;
    private @Nullable ByteBuf request;
    /** Whether the request is compressed. */
    private final boolean packed;

    private boolean opening;
    private boolean noMore;
    private boolean over;
    /** Whether its end is long, and on its way. */
    private boolean responding;

    private long sentIn;

    /** @param request the request's frame, where the shape has one; <em>consumed</em> */
    InboundStream(
            AcceptedConnection connection,
            Route route,
            StreamHandler handler,
            int stream,
            boolean hasDeadline,
            long deadlineNanos,
            FrameReader reader,
            @Nullable ByteBuf request,
            boolean packed,
            StreamOrigin origin) {
        super(connection);
        this.origin = origin;
        this.readNanos = connection.now();
        this.accepted = connection;
        this.route = route;
        this.handler = handler;
        this.stream = stream;
        this.hasDeadline = hasDeadline;
        this.deadlineNanos = deadlineNanos;
        this.reader = reader;
        this.request = request;
        this.packed = packed;
        this.inbox = new StreamInbox(this, loop.eventLoop);
        this.watched = connection.news.isWanted();
        this.note = watched ? connection.news.arrived() : null;
    }

    // ---- event loop

    /** The id, whether or not the stream is over. */
    int id() {
        return stream;
    }

    @Override
    int streamId() {
        return over ? 0 : stream;
    }

    /** Whether the client may use the slot again. */
    boolean isFree() {
        return over && !responding && sentIn != out.batch();
    }

    boolean isOver() {
        return over;
    }

    /** Hands it to the user. */
    void open() {
        if (route.execution() == Execution.EVENT_LOOP) {
            handle(Event.OPEN);
            return;
        }
        if (!inbox.begin(Event.OPEN)) {
            accepted.rejected();
            refuse(StatusCode.RESOURCE_EXHAUSTED, Failures.noThread(route.execution()));
        }
    }

    /** Ends it; no handler has seen it. */
    void refuse(StatusCode code, String message) {
        releaseRequest();
        end(StatusWord.of(code, true), message);
    }

    /** Fails for a message that cannot be. */
    void checkTakesMore() {
        if (noMore || !route.shape().clientStreams()) {
            throw new ProtocolException(Fault.BAD_STREAM, "message: behind the last one (expected: none)");
        }
    }

    /** A message came, and was booked; <em>borrows</em> the buffer. */
    void onMessage(ByteBuf buffer, int body, int length, boolean isPacked) {
        if (ended) {
            release(cost(length));
            return;
        }
        if (route.execution() == Execution.EVENT_LOOP) {
            deliver(buffer, body, length, isPacked);
            return;
        }
        ByteBuf copy;
        try {
            copy = loop.allocator.directBuffer(1 + length, 1 + length);
        } catch (FrameBudgetException e) {
            release(cost(length));
            noRoom();
            return;
        }
        copy.writeBoolean(isPacked).writeBytes(buffer, body, length);
        post(copy);
    }

    /** A message was dropped for want of memory. */
    void noRoom() {
        accepted.rejected();
        post(new Status(StatusCode.RESOURCE_EXHAUSTED, false, "memory: no room (expected: within the budget)"));
    }

    /** The client sends no more. */
    void onEnd() {
        if (noMore || !route.shape().clientStreams()) {
            throw new ProtocolException(Fault.BAD_STREAM, "end: of messages that have ended (expected: one end)");
        }
        noMore = true;
        post(Event.END);
    }

    /** The client does not wait any more, or is gone. */
    void onCancel(Status reason) {
        if (cancelActions.isCancelled()) {
            return;
        }
        CancelActions.Action action = cancelActions.cancel();
        post(reason);
        if (ended) {
            return;
        }
        for (; action != null; action = action.next()) {
            accepted.runUserCode(action, "cancel action");
        }
    }

    @Override
    void tellReady() {
        post(Event.READY);
    }

    private void post(Object event) {
        if (route.execution() == Execution.EVENT_LOOP) {
            handle(event);
        } else {
            inbox.add(event);
        }
    }

    // ---- StreamInbox.Owner

    @Override
    public boolean submit(WorkerPool.Work work) {
        return accepted.submit(work, route);
    }

    @Override
    public boolean isClosed() {
        return accepted.workersAreClosed();
    }

    @Override
    public void abandoned() {
        releaseRequest();
        if (!ended) {
            tell(CallNews.abandoned(started));
        }
    }

    // ---- the delivering thread

    @Override
    public void handle(Object event) {
        if (event instanceof ByteBuf message) {
            try {
                deliver(message, 1, message.readableBytes() - 1, message.getBoolean(0));
            } finally {
                message.release();
            }
        } else if (event == Event.OPEN) {
            openNow();
        } else if (ended) {
            return;
        } else if (event instanceof Status reason) {
            guarded(() -> listener.onCancel(reason));
            if (tryEnd()) {
                respond(StatusWord.of(reason.code(), false), reason.message());
            }
        } else if (event == Event.END) {
            guarded(listener::onEnd);
        } else {
            guarded(listener::onReady);
        }
    }

    private void openNow() {
        boolean cancelled = cancelled();
        if (expired() || cancelled) {
            releaseRequest();
            if (tryEnd()) {
                if (!cancelled) {
                    accepted.expired();
                }
                respond(
                        StatusWord.of(cancelled ? StatusCode.CANCELLED : StatusCode.DEADLINE_EXCEEDED, true),
                        "stream: given up in the queue");
            }
            return;
        }
        if (!attachRequest()) {
            return;
        }
        opening = true;
        if (watched) {
            startNanos = loop.clock.nanoTime();
            note = accepted.news.started(this, startNanos - readNanos, note);
        }
        started = true;
        try {
            guarded(() -> listener = handler.open(this));
        } finally {
            opening = false;
            releaseRequest();
        }
    }

    /** Makes the request readable; false where it cannot be read, which ends the stream. */
    private boolean attachRequest() {
        ByteBuf frame = request;
        if (frame != null && packed) {
            ByteBuf message = unpack(frame, 0, frame.readableBytes());
            releaseRequest();
            request = message;
            frame = message;
            if (message == null) {
                return false;
            }
        }
        if (frame != null) {
            reader.attach(frame, 0, frame.readableBytes());
        }
        return true;
    }

    private void deliver(ByteBuf buffer, int body, int length, boolean isPacked) {
        if (ended) {
            release(cost(length));
            return;
        }
        if (!isPacked) {
            deliver(buffer, body, length, cost(length));
            return;
        }
        ByteBuf message = unpack(buffer, body, length);
        if (message == null) {
            release(cost(length));
            return;
        }
        try {
            deliver(message, 0, message.readableBytes(), cost(length));
        } finally {
            message.release();
        }
    }

    private void deliver(ByteBuf buffer, int body, int length, int bytes) {
        beginDelivery(reader, buffer, body, length, bytes);
        try {
            guarded(() -> listener.onMessage(reader));
        } finally {
            endDelivery(reader);
        }
    }

    /** <em>Returns owned</em> what was compressed; null where it cannot be read, which ends the stream. */
    private @Nullable ByteBuf unpack(ByteBuf buffer, int body, int length) {
        try {
            return loop.packing.unpack(loop, buffer, body, length, accepted.limits.maxMessageBytes());
        } catch (RpcException e) {
            Status status = e.status();
            String text = "message of " + route.name() + ": " + status.message();
            if (tryEnd()) {
                respond(StatusWord.of(status.code(), !started), text);
            }
            return null;
        }
    }

    private void guarded(Runnable userCode) {
        try {
            userCode.run();
        } catch (Throwable t) {
            accepted.handlerThrew(route, t);
            if (tryEnd()) {
                respond(StatusWord.of(Failures.codeFor(t), false), Failures.textFor(t, route.name(), out));
            }
        }
    }

    private void releaseRequest() {
        ByteBuf frame = request;
        request = null;
        if (frame != null) {
            reader.detach();
            frame.release();
        }
    }

    private boolean expired() {
        return hasDeadline && remainingNanos() <= 0;
    }

    // ---- ServerStream

    @Override
    public WireReader request() {
        if (!opening || request == null) {
            throw new IllegalStateException(
                    "request: of " + route.shape() + " (expected: while it is opened with one)");
        }
        return reader;
    }

    @Override
    boolean takesMessages() {
        return route.shape().serverStreams() && !ended && !cancelled();
    }

    @Override
    public void complete() {
        end(StatusWord.OK, "");
    }

    @Override
    public void complete(MessageWriter reply) {
        if (route.shape().serverStreams()) {
            throw new IllegalStateException("reply: of " + route.shape() + " (expected: of a method with one)");
        }
        ByteBuf frame = encodeEnd(reply, out.compression(asked()));
        if (!tryEnd()) {
            frame.release();
            throw endedBefore();
        }
        out.offerAlways(new Response(StatusWord.OK, frame, Extension.bytes(endMetadata)));
    }

    @Override
    public void fail(StatusCode code, String message, List<StatusDetail> details) {
        if (code == StatusCode.OK) {
            throw new IllegalArgumentException("code: OK (expected: a failure)");
        }
        if (!tryEnd()) {
            throw endedBefore();
        }
        respond(StatusWord.of(code, false), message, details);
    }

    @Override
    public long remainingNanos() {
        return hasDeadline ? deadlineNanos - loop.clock.nanoTime() : Long.MAX_VALUE;
    }

    @Override
    public boolean cancelled() {
        return cancelActions.isCancelled();
    }

    @Override
    public CancelRegistration onCancel(Runnable action) {
        return cancelActions.add(action);
    }

    @Override
    public Method method() {
        return route.method();
    }

    @Override
    public Metadata metadata() {
        return origin.metadata();
    }

    @Override
    public @Nullable TraceContext trace() {
        return origin.trace();
    }

    @Override
    public int attempt() {
        return origin.attempt();
    }

    @Override
    public void replyMetadata(Metadata metadata) {
        Failures.checkFits(metadata, out);
        endMetadata = metadata;
    }

    @Override
    public void replyCompression(Compression algorithm) {
        compressWith(algorithm);
    }

    @Override
    public ServerConnection connection() {
        return accepted;
    }

    @Override
    public @Nullable Object kept(CallObserver by) {
        return accepted.news.kept(note, by);
    }

    // ---- the end, on any thread

    private boolean tryEnd() {
        return !ended && ENDED.compareAndSet(this, false, true);
    }

    private static IllegalStateException endedBefore() {
        return new IllegalStateException("stream: ended already (expected: ended once)");
    }

    private void end(int statusWord, String message) {
        if (!tryEnd()) {
            throw endedBefore();
        }
        respond(statusWord, message);
    }

    private void respond(int statusWord, String message) {
        respond(statusWord, message, List.of());
    }

    private void respond(int statusWord, String message, List<StatusDetail> details) {
        ByteBuf frame = null;
        int extension = 0;
        if (!message.isEmpty() || !details.isEmpty() || !endMetadata.isEmpty()) {
            try {
                frame = encodeEnd(writer -> FailureText.write(writer, message, details), Compression.NONE);
                extension = Extension.bytes(endMetadata);
            } catch (FrameBudgetException | FrameOverflowException e) {
                // The status goes without it.
                frame = null;
            }
        }
        out.offerAlways(new Response(statusWord, frame, extension));
    }

    /** <em>Returns owned</em>: the frame of the stream's end, its header still to be set, but for its flags. */
    private ByteBuf encodeEnd(MessageWriter body, Compression compression) {
        return accepted.encode(
                body,
                endMetadata.isEmpty() ? null : CallOptions.timeoutNanos(0).withMetadata(endMetadata),
                compression);
    }

    /** Tells who wants to hear, once; the end of a stream is rare enough for a summary of its own. */
    private void tell(int statusWord) {
        if (!watched || !TOLD.compareAndSet(this, false, true)) {
            return;
        }
        long now = loop.clock.nanoTime();
        long start = started ? startNanos : now;
        EndedCall summary = new EndedCall(route.method())
                .set(route.method(), statusWord, start - readNanos, now - start, receivedBytes(), sentBytes());
        accepted.news.ended(summary, note);
    }

    /** The RESPONSE on its way. */
    private final class Response implements Outgoing, LongMessage.Owner {
        private final int statusWord;
        private final @Nullable ByteBuf frame;
        private final int lengthBytes;
        private final int extension;

        Response(int statusWord, @Nullable ByteBuf frame, int extensionBytes) {
            this.extension = Extension.lengthField(extensionBytes);
            this.statusWord = statusWord;
            this.frame = frame;
            this.lengthBytes = frame == null ? FrameHeader.BYTES : frame.readableBytes();
        }

        @Override
        public int lengthBytes() {
            return lengthBytes;
        }

        @Override
        public void writeTo(Outbound target) {
            if (standsBehind(this)) {
                return;
            }
            over = true;
            sentIn = target.batch();
            releaseHeld();
            // Nobody calls it any more, and the slot may keep this stream for long.
            listener = NOBODY;
            accepted.streamEnded(stream);
            tell(statusWord);
            if (frame == null) {
                target.control(FrameType.RESPONSE, statusWord, stream, new byte[0]);
                return;
            }
            responding = lengthBytes - FrameHeader.BYTES > target.maxFrameBytes();
            target.appendMessage(
                    frame,
                    FrameHeader.word0(0, FrameType.RESPONSE, statusWord, Packing.flags(frame), extension),
                    FrameHeader.word1(stream, 0),
                    this);
        }

        @Override
        public boolean wantsRest() {
            return true;
        }

        @Override
        public void longMessageEnded(Outbound target, int unsentBytes) {
            responding = false;
            sentIn = target.batch();
        }

        @Override
        public void discard() {
            if (frame != null) {
                frame.release();
            }
            endStall();
            tell(statusWord);
        }
    }
}
