package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.rpc.Authenticator;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.PushFuture;
import dev.outboard.rpc.PushOutcome;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.call.MethodTable;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.compression.Algorithms;
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.security.Principal;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection, on the server: handshake, the calls in its slots, pushes. */
final class AcceptedConnection extends FramedConnection implements ServerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptedConnection.class);

    /** Requests for workers up to this are copied into frames of their size; larger ones keep the read buffer. */
    private static final int COPY_BYTES = 4 << 10;

    static final long TIMEOUT_STEP_NANOS = 100_000;

    private static final String NO_ROOM =
            "memory: no room for a message of several frames (expected: within the limits)";

    private final ServerCore core;
    final CallNews news;

    // The rest belongs to the event loop.
    private final MethodTable<Route> methods;
    /** By slot number; made when first used, and clients reuse the lowest. */
    private @Nullable InboundCall[] slots = new @Nullable InboundCall[4];

    private final InboundStreams streams;
    private final Age age;
    private @Nullable InboundCall spareOneWay;
    private int inFlight;
    private boolean draining;
    /** Where the server asks who its clients are; read by any thread. */
    private volatile @Nullable Login login;

    private long requests;
    private long calls;
    private long oneWays;

    AcceptedConnection(ServerCore core, LoopContext loop) {
        super(core.lastConnectionId.incrementAndGet(), loop, core.limits, core.faults, true);
        this.core = core;
        this.news = new CallNews(id(), core.hooks.observers(), core.faults);
        this.methods = new MethodTable<>(core.limits.maxMethods());
        this.streams = new InboundStreams(this, core);
        this.age = new Age(this, loop, limits);
    }

    // ---- ServerConnection

    @Override
    public SendResult push(EncodedPush push) {
        EncodedFrame frame = EncodedFrame.of(push, core);
        SendResult obstacle = obstacle(frame);
        if (obstacle != SendResult.ACCEPTED) {
            return obstacle;
        }
        if (loop.inEventLoop() && out.append(frame)) {
            return SendResult.ACCEPTED;
        }
        frame.retain();
        SendResult result = out.offer(frame);
        if (result != SendResult.ACCEPTED) {
            frame.release();
        }
        return result;
    }

    @Override
    public int eventLoop() {
        return loop.number;
    }

    @Override
    public long pushesSent() {
        return out.pushesSent();
    }

    @Override
    public PushFuture pushTracked(EncodedPush push) {
        EncodedFrame frame = EncodedFrame.of(push, core);
        frame.retain();
        TrackedPush tracked = new TrackedPush(frame);
        SendResult result = obstacle(frame);
        if (result == SendResult.ACCEPTED) {
            result = out.offer(tracked);
        }
        if (result != SendResult.ACCEPTED) {
            tracked.refused(result == SendResult.CLOSED ? PushOutcome.CLOSED : PushOutcome.REFUSED);
        }
        return tracked;
    }

    @Override
    public @Nullable Principal principal() {
        Login known = login;
        return known == null ? null : known.principal();
    }

    private SendResult obstacle(EncodedFrame frame) {
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        return frame.bodyBytes() > out.maxFrameBytes() ? SendResult.TOO_LARGE : SendResult.ACCEPTED;
    }

    // ---- event loop: handshake

    @Override
    void onActive() {
        core.counters.accepted.increment();
        core.connections.add(this);
        if (core.counters.connections.incrementAndGet() > limits.maxConnections()) {
            fault(Fault.TOO_MANY_CONNECTIONS, "connections: over " + limits.maxConnections() + " (expected: fewer)");
        } else if (core.draining) {
            close("the server is going away");
        }
    }

    @Override
    void onConnected() {
        // The client has the first word.
    }

    @Override
    void onMessage(int type, ByteBuf buffer, int header, long word0, long word1) {
        if (!isOpen()) {
            if (type != FrameType.HELLO || login != null) {
                throw unexpected(type);
            }
            onHello(Hello.decode(bytes(buffer, header, word0)));
            return;
        }
        switch (type) {
            case FrameType.REQUEST -> onRequest(buffer, header, word0, word1);
            case FrameType.DATA -> streams.onData(buffer, header, word0, word1);
            case FrameType.PART -> onPart(buffer, header + FrameHeader.BYTES, word0, word1);
            case FrameType.CANCEL -> {
                bookControl();
                onCancel(word0, word1, bytes(buffer, header, word0));
            }
            case FrameType.CREDIT -> {
                bookControl();
                streams.onCredit(FrameHeader.stream(word1), buffer.getLong(header + FrameHeader.BYTES));
            }
            case FrameType.NOTIFY -> onNotify(buffer, header, word0);
            case FrameType.METHOD_DEF -> onMethodDef(FrameHeader.aux16(word0), bytes(buffer, header, word0));
            default -> throw unexpected(type);
        }
    }

    private void onHello(Hello hello) {
        hello.choose();
        Authenticator authenticator = core.hooks.authenticator();
        if (authenticator == null) {
            accept(hello);
            return;
        }
        Login begun = new Login(this, hello);
        login = begun;
        begun.ask(authenticator);
    }

    /** The client is known, or need not be. */
    void accept(Hello hello) {
        int version = hello.choose();
        HelloAck ack = new HelloAck(
                version,
                hello.features() & Hello.FEATURES,
                limits.maxFrameBytes(),
                limits.maxMessageBytes(),
                limits.maxConcurrentCalls(),
                limits.maxMethods(),
                shared.openingWindows(),
                hello.compressions() == 0 ? 0 : Algorithms.available());
        out.control(FrameType.HELLO_ACK, 0, ack.encode());
        int number = 0;
        for (Method push : core.pushes()) {
            out.control(FrameType.METHOD_DEF, ++number, MethodDef.encode(push));
        }
        opened(hello.maxFrameBytes(), hello.maxMessageBytes(), hello.compressions(), hello.windows());
        age.opened();
        runUserCode(() -> core.hooks.listener().connectionOpened(this), "listener");
        if (core.draining) {
            drain();
        }
    }

    private void onMethodDef(int number, byte[] body) {
        Method method = MethodDef.decode(body);
        if (method.shape() == Shape.PUSH) {
            throw new ProtocolException(Fault.BAD_METHOD, "shape: PUSH from a client (expected: another)");
        }
        methods.define(number, core.route(this, method));
    }

    // ---- event loop: calls

    private void onRequest(ByteBuf buffer, int header, long word0, long word1) {
        calls++;
        requests++;
        Route route = methods.get(FrameHeader.aux16(word0));
        int stream = FrameHeader.stream(word1);
        long timeout = FrameHeader.aux32(word1) & 0xffff_ffffL;
        int extension = ExtensionBlock.check(buffer, header, word0);
        int at = header + FrameHeader.BYTES;
        int length = FrameHeader.length(word0);
        boolean goesOn = (FrameHeader.flags(word0) & FrameRules.MORE) != 0;
        if (route.shape() != Shape.UNARY) {
            checkSlot(FrameHeader.slot(stream));
            inFlight++;
            if (goesOn && !route.shape().clientStreams() && route.refusal() == null && !draining) {
                beginPartial(word0, word1, extension, buffer, at, length);
            } else {
                streams.open(route, stream, timeout, FrameHeader.flags(word0), buffer, at, extension, length);
            }
            return;
        }
        InboundCall call = slot(FrameHeader.slot(stream), route);
        inFlight++;
        call.begin(route, stream, timeout, FrameHeader.flags(word0), extension, length);
        Status refusal = route.refusal();
        if (draining) {
            core.counters.moved.increment();
            call.refuse(StatusCode.UNAVAILABLE, "server: going away (expected: no call after its GOAWAY)");
        } else if (refusal != null) {
            call.refuse(refusal.code(), refusal.message());
        } else if (goesOn) {
            beginPartial(word0, word1, extension, buffer, at, length);
        } else {
            dispatch(call, route, buffer, at, extension, length);
        }
    }

    // ---- event loop: requests of several frames

    private void beginPartial(long word0, long word1, int extension, ByteBuf buffer, int at, int length) {
        if (!partials.begin(word0, word1, extension, buffer, at, length, true)) {
            noRoom(FrameHeader.stream(word1));
        }
    }

    private void onPart(ByteBuf buffer, int at, long word0, long word1) {
        int id = FrameHeader.stream(word1);
        checkUsed(FrameHeader.slot(id));
        int type = FrameHeader.aux16(word0);
        PartialMessages.Partial partial = partials.find(id);
        if (type == FrameType.RESPONSE || partial != null && FrameHeader.type(partial.word0) != type) {
            throw PartialMessages.behindAPart();
        }
        boolean goesOn = (FrameHeader.flags(word0) & FrameRules.MORE) != 0;
        if (type == FrameType.DATA) {
            streams.onPart(id, partial, buffer, at, FrameHeader.length(word0), goesOn);
        } else if (partial != null) {
            if (!partials.add(partial, buffer, at, FrameHeader.length(word0))) {
                noRoom(id);
            } else if (!goesOn) {
                partials.remove(id);
                complete(id, partial);
            }
        }
        // Else it crossed the end of a call that was refused.
    }

    private void complete(int id, PartialMessages.Partial partial) {
        ByteBuf request = partial.wholeFrame();
        try {
            Route route = methods.get(FrameHeader.aux16(partial.word0));
            InboundCall call = call(id);
            if (call != null) {
                dispatch(call, route, request, 0, partial.extension, partial.length());
            } else {
                long timeout = FrameHeader.aux32(partial.word1) & 0xffff_ffffL;
                int flags = FrameHeader.flags(partial.word0);
                streams.open(route, id, timeout, flags, request, 0, partial.extension, partial.length());
            }
        } finally {
            partial.release();
        }
    }

    private void noRoom(int id) {
        rejected();
        refusePartial(id, StatusCode.RESOURCE_EXHAUSTED, NO_ROOM);
    }

    /** Ends a call whose request has not come whole. */
    private void refusePartial(int id, StatusCode code, String message) {
        PartialMessages.Partial partial = partials.remove(id);
        if (partial == null) {
            return;
        }
        partial.release();
        InboundCall call = call(id);
        if (call != null) {
            call.refuse(code, message);
        } else {
            streams.refuse(methods.get(FrameHeader.aux16(partial.word0)), id, code, message);
        }
    }

    /** The unary call of a stream id that is going on; null where there is none. */
    private @Nullable InboundCall call(int id) {
        int slot = FrameHeader.slot(id);
        InboundCall call = slot < slots.length ? slots[slot] : null;
        return call != null && call.isInUse() && call.stream() == id ? call : null;
    }

    private void onCancel(long word0, long word1, byte[] text) {
        int id = FrameHeader.stream(word1);
        checkUsed(FrameHeader.slot(id));
        PartialMessages.Partial partial = partials.find(id);
        if (partial != null && FrameHeader.type(partial.word0) == FrameType.REQUEST) {
            refusePartial(id, StatusCode.of(FrameHeader.aux16(word0)), "request: given up in the middle");
            return;
        }
        streams.dropPartial(id);
        InboundStream stream = streams.find(id);
        if (stream != null) {
            stream.onCancel(
                    new Status(StatusCode.of(FrameHeader.aux16(word0)), false, "client: " + FailureText.forLog(text)));
            return;
        }
        InboundCall call = call(id);
        if (call != null) {
            call.cancel();
        }
    }

    /** Fails for a frame of a slot that no call was ever in. */
    void checkUsed(int slot) {
        boolean used = slot < slots.length && slots[slot] != null || streams.wasIn(slot) || partials.inSlot(slot);
        if (!used) {
            throw new ProtocolException(Fault.BAD_STREAM, "slot: " + slot + " (expected: one that was used)");
        }
    }

    private void onNotify(ByteBuf buffer, int header, long word0) {
        oneWays++;
        requests++;
        Route route = route(FrameHeader.aux16(word0), Shape.ONE_WAY);
        int extension = ExtensionBlock.check(buffer, header, word0);
        if (route.refusal() != null || draining) {
            return;
        }
        InboundCall call = spareOneWay;
        if (call == null) {
            call = newCall(route);
        } else {
            spareOneWay = call.nextSpare;
        }
        inFlight++;
        call.begin(route, 0, 0, FrameHeader.flags(word0), extension, FrameHeader.length(word0));
        dispatch(call, route, buffer, header + FrameHeader.BYTES, extension, FrameHeader.length(word0));
    }

    /** @param length of the extension at {@code at}, and the body behind it */
    private void dispatch(InboundCall call, Route route, ByteBuf buffer, int at, int extension, int length) {
        if (route.execution() == Execution.EVENT_LOOP) {
            call.runOnLoop(buffer, at + extension, length - extension);
            return;
        }
        if (length > COPY_BYTES && !call.isPacked()) {
            call.runOnWorker(buffer.retain(), at + extension, length - extension);
            return;
        }
        ByteBuf copy;
        try {
            copy = loop.allocator.directBuffer(Math.max(1, length), Math.max(COPY_BYTES, length));
        } catch (FrameBudgetException e) {
            rejected();
            call.refuse(StatusCode.RESOURCE_EXHAUSTED, "memory: no room (expected: within the server's budget)");
            return;
        }
        copy.writeBytes(buffer, at, length);
        call.runOnWorker(copy, extension, length - extension);
    }

    private Route route(int number, Shape shape) {
        Route route = methods.get(number);
        if (route.shape() != shape) {
            throw new ProtocolException(
                    Fault.BAD_METHOD, "shape: " + route.shape() + " for this frame (expected: " + shape + ")");
        }
        return route;
    }

    /** Whether a client may begin a call in a slot. */
    private void checkSlot(int slot) {
        if (slot > limits.maxConcurrentCalls()) {
            throw new ProtocolException(
                    Fault.BAD_STREAM, "slot: " + slot + " (expected: 1 to " + limits.maxConcurrentCalls() + ")");
        }
        InboundCall call = slot < slots.length ? slots[slot] : null;
        if (!streams.isFree(slot) || call != null && !call.isFree() || partials.inSlot(slot)) {
            throw new ProtocolException(Fault.BAD_STREAM, "slot: " + slot + " is in use (expected: a free one)");
        }
    }

    private InboundCall slot(int slot, Route route) {
        checkSlot(slot);
        if (slot >= slots.length) {
            slots = Arrays.copyOf(
                    slots, Math.min(limits.maxConcurrentCalls() + 1, Math.max(slot + 1, 2 * slots.length)));
        }
        InboundCall call = slots[slot];
        if (call == null) {
            slots[slot] = call = newCall(route);
        }
        return call;
    }

    private InboundCall newCall(Route route) {
        return new InboundCall(this, core.codec.newReader(), route);
    }

    /** A call is over and its reply is on its way. */
    void callEnded(InboundCall call) {
        if (draining && call.stream() != 0) {
            core.counters.endedInDrain.increment();
        }
        if (call.stream() == 0) {
            call.nextSpare = spareOneWay;
            spareOneWay = call;
        }
        inFlight--;
    }

    boolean isDraining() {
        return draining;
    }

    /** A stream is over and its end is on its way. */
    void streamEnded(int id) {
        streams.dropPartial(id);
        if (draining) {
            core.counters.endedInDrain.increment();
        }
        inFlight--;
    }

    @Override
    void forEachStream(Consumer<StreamEnd> action) {
        streams.forEach(action);
    }

    /**
     * A client that does not read its answers gets to send no more questions. Clients do not do likewise: if both ends waited
     * for the other to read, both would for ever.
     */
    @Override
    void onWritable(boolean writable) {
        context().channel().config().setAutoRead(writable);
    }

    @Override
    void onReadEnd() {
        if (calls != 0) {
            core.counters.calls.add(calls);
            calls = 0;
        }
        if (oneWays != 0) {
            core.counters.oneWays.add(oneWays);
            oneWays = 0;
        }
    }

    // ---- any thread: what calls tell

    /** Gives work to a thread of the kind that its method asks for; false where there is no room. */
    boolean submit(WorkerPool.Work work, Route of) {
        if (!core.submit(work, of.execution(), id())) {
            return false;
        }
        if (of.execution() == Execution.VIRTUAL_THREADS) {
            return true;
        }
        if (loop.inEventLoop()) {
            loop.wake(core.workers, now());
        } else {
            core.workers.wake();
        }
        return true;
    }

    boolean workersAreClosed() {
        return core.workers.isClosed();
    }

    void rejected() {
        core.counters.rejected.increment();
    }

    void expired() {
        core.counters.expired.increment();
    }

    void handlerThrew(Route route, Throwable t) {
        core.counters.failures.increment();
        if (!(t instanceof MalformedMessageException || t instanceof FrameOverflowException)) {
            faults.threw("handler of " + route.name(), t);
        }
    }

    // ---- event loop: the end

    /** Tells the client to go; it closes when it has its answers. */
    void drain() {
        if (draining || isClosing()) {
            return;
        }
        draining = true;
        if (isOpen()) {
            sayDrain(core.drainHint);
        } else {
            close("the server is going away");
        }
    }

    int inFlight() {
        return inFlight;
    }

    @Override
    long requests() {
        return requests;
    }

    /** Tells the client to go, for a reason of this connection's own. */
    void sendAway(String why) {
        if (!draining && !isClosing()) {
            LOG.debug("connection {} {}: sent away, {}", id(), remoteAddress(), why);
            core.counters.sentAway.increment();
            drain();
        }
    }

    @Override
    void onDrain(byte[] hint) {
        // The client will close when it has its answers; nothing to do here.
    }

    @Override
    void onTerminated(String reason) {
        onReadEnd();
        age.ended();
        core.counters.connections.decrementAndGet();
        core.connections.remove(this);
        cancelAll(new Status(StatusCode.UNAVAILABLE, false, "connection: closed"));
        if (wasOpened()) {
            runUserCode(() -> core.hooks.listener().connectionClosed(this, reason), "listener");
        }
    }

    /** Nobody waits for what is in flight. */
    private void cancelAll(Status reason) {
        for (InboundCall call : slots) {
            if (call != null && call.isInUse()) {
                call.cancel();
            }
        }
        streams.forEach(stream -> stream.onCancel(reason));
    }
}
