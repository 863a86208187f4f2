package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.MalformedMessageException;
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
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's connection, on the server: handshake, the calls in its slots, pushes. */
final class AcceptedConnection extends FramedConnection implements ServerConnection {
    /** Requests for workers up to this are copied into frames of their size; larger ones keep the read buffer. */
    private static final int COPY_BYTES = 4 << 10;

    static final long TIMEOUT_STEP_NANOS = 100_000;

    private final ServerCore core;

    // The rest belongs to the event loop.
    private final MethodTable<Route> methods;
    /** By slot number; made when first used, and clients reuse the lowest. */
    private @Nullable InboundCall[] slots = new @Nullable InboundCall[4];

    private final InboundStreams streams;
    private @Nullable InboundCall spareOneWay;
    private int inFlight;
    private int turn;
    private boolean draining;
    private long calls;
    private long oneWays;

    AcceptedConnection(ServerCore core, LoopContext loop) {
        super(core.lastConnectionId.incrementAndGet(), loop, core.limits, core.faults, true);
        this.core = core;
        this.methods = new MethodTable<>(core.limits.maxMethods());
        this.streams = new InboundStreams(this, core);
        this.turn = (int) id();
    }

    // ---- ServerConnection

    @Override
    public SendResult push(EncodedPush push) {
        EncodedFrame frame = EncodedFrame.of(push, core);
        SendResult obstacle = obstacle(frame);
        if (obstacle != SendResult.ACCEPTED) {
            return obstacle;
        }
        frame.retain();
        SendResult result = out.offer(frame);
        if (result != SendResult.ACCEPTED) {
            frame.release();
        }
        return result;
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
            if (type != FrameType.HELLO) {
                throw unexpected(type);
            }
            onHello(Hello.decode(bytes(buffer, header, word0)));
            return;
        }
        switch (type) {
            case FrameType.REQUEST -> onRequest(buffer, header, word0, word1);
            case FrameType.DATA -> streams.onData(buffer, header, word0, word1);
            case FrameType.CANCEL -> onCancel(word0, word1, bytes(buffer, header, word0));
            case FrameType.CREDIT ->
                streams.onCredit(FrameHeader.stream(word1), buffer.getLong(header + FrameHeader.BYTES));
            case FrameType.NOTIFY -> onNotify(buffer, header, word0);
            case FrameType.METHOD_DEF -> onMethodDef(FrameHeader.aux16(word0), bytes(buffer, header, word0));
            default -> throw unexpected(type);
        }
    }

    private void onHello(Hello hello) {
        int version = hello.choose();
        HelloAck ack = new HelloAck(
                version,
                hello.features() & Hello.FEATURES,
                limits.maxFrameBytes(),
                limits.maxConcurrentCalls(),
                limits.maxMethods(),
                shared.ownWindows());
        out.control(FrameType.HELLO_ACK, 0, ack.encode());
        int number = 0;
        for (Method push : core.pushes()) {
            out.control(FrameType.METHOD_DEF, ++number, MethodDef.encode(push));
        }
        opened(limits.maxFrameBytes(), hello.maxFrameBytes(), hello.windows());
        runUserCode(() -> core.listener.connectionOpened(this), "listener");
        if (core.draining) {
            drain();
        }
    }

    private void onMethodDef(int number, byte[] body) {
        Method method = MethodDef.decode(body);
        if (method.shape() == Shape.PUSH) {
            throw new ProtocolException(Fault.BAD_METHOD, "shape: PUSH from a client (expected: another)");
        }
        methods.define(number, core.route(method));
    }

    // ---- event loop: calls

    private void onRequest(ByteBuf buffer, int header, long word0, long word1) {
        calls++;
        Route route = methods.get(FrameHeader.aux16(word0));
        int stream = FrameHeader.stream(word1);
        long timeout = FrameHeader.aux32(word1) & 0xffff_ffffL;
        if (route.shape() != Shape.UNARY) {
            checkSlot(FrameHeader.slot(stream));
            inFlight++;
            streams.open(route, stream, timeout, buffer, header + FrameHeader.BYTES, FrameHeader.length(word0));
            return;
        }
        InboundCall call = slot(FrameHeader.slot(stream), route);
        inFlight++;
        call.begin(route, stream, timeout != 0, now() + timeout * TIMEOUT_STEP_NANOS);
        if (draining) {
            call.refuse(StatusCode.UNAVAILABLE, "server: going away (expected: no call after its GOAWAY)");
        } else if (!route.isKnown()) {
            call.refuse(StatusCode.UNIMPLEMENTED, "method: " + route.name() + " (expected: one that the server has)");
        } else {
            dispatch(call, route, buffer, header + FrameHeader.BYTES, FrameHeader.length(word0));
        }
    }

    private void onCancel(long word0, long word1, byte[] text) {
        int id = FrameHeader.stream(word1);
        InboundStream stream = streams.find(id);
        if (stream != null) {
            stream.onCancel(
                    new Status(StatusCode.of(FrameHeader.aux16(word0)), false, "client: " + FailureText.forLog(text)));
            return;
        }
        int slot = FrameHeader.slot(id);
        InboundCall call = slot < slots.length ? slots[slot] : null;
        if (call != null && call.isInUse() && call.stream() == id) {
            call.cancel();
        }
    }

    /** Fails for a frame of a slot that no call was ever in. */
    void checkUsed(int slot) {
        boolean used = slot < slots.length && slots[slot] != null || streams.wasIn(slot);
        if (!used) {
            throw new ProtocolException(Fault.BAD_STREAM, "slot: " + slot + " (expected: one that was used)");
        }
    }

    private void onNotify(ByteBuf buffer, int header, long word0) {
        oneWays++;
        Route route = route(FrameHeader.aux16(word0), Shape.ONE_WAY);
        if (!route.isKnown() || draining) {
            return;
        }
        InboundCall call = spareOneWay;
        if (call == null) {
            call = newCall(route);
        } else {
            spareOneWay = call.nextSpare;
        }
        inFlight++;
        call.begin(route, 0, false, 0);
        dispatch(call, route, buffer, header + FrameHeader.BYTES, FrameHeader.length(word0));
    }

    private void dispatch(InboundCall call, Route route, ByteBuf buffer, int body, int length) {
        if (route.execution() == Execution.EVENT_LOOP) {
            call.runOnLoop(buffer, body, length);
            return;
        }
        boolean inOrder = route.execution() == Execution.WORKERS_CONNECTION_ORDER;
        if (length > COPY_BYTES) {
            call.runOnWorker(buffer.retain(), body, length, core.workers, inOrder, turn++);
            return;
        }
        ByteBuf copy;
        try {
            copy = loop.allocator.directBuffer(Math.max(1, length), COPY_BYTES);
        } catch (FrameBudgetException e) {
            rejected();
            call.refuse(StatusCode.RESOURCE_EXHAUSTED, "memory: no room (expected: within the server's budget)");
            return;
        }
        copy.writeBytes(buffer, body, length);
        call.runOnWorker(copy, 0, length, core.workers, inOrder, turn++);
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
        if (!streams.isFree(slot) || call != null && !call.isFree()) {
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
    void streamEnded() {
        inFlight--;
    }

    @Override
    void forEachStream(Consumer<StreamEnd> action) {
        streams.forEach(action);
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

    WorkerPool workers() {
        return core.workers;
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
            sayDrain();
        } else {
            close("the server is going away");
        }
    }

    int inFlight() {
        return inFlight;
    }

    @Override
    void onDrain() {
        // The client will close when it has its answers; nothing to do here.
    }

    @Override
    void onTerminated(String reason) {
        onReadEnd();
        core.counters.connections.decrementAndGet();
        core.connections.remove(this);
        cancelAll(new Status(StatusCode.UNAVAILABLE, false, "connection: closed"));
        if (wasOpened()) {
            runUserCode(() -> core.listener.connectionClosed(this, reason), "listener");
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
