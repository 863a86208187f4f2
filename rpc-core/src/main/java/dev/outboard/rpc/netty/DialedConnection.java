package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.call.CallTable;
import dev.outboard.rpc.call.MethodNumbers;
import dev.outboard.rpc.call.MethodTable;
import dev.outboard.rpc.call.PendingCall;
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.Preface;
import dev.outboard.rpc.frame.ProtocolException;
import dev.outboard.rpc.frame.StatusWord;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A connection to a server, on the client: handshake, calls and their deadlines, pushes. */
final class DialedConnection extends FramedConnection implements ClientConnection {
    private static final int FIRST_REQUEST_BYTES = 256;
    private static final PushHandler NOBODY = (connection, body) -> {};

    private final Map<Method, PushHandler> pushHandlers;
    private final Set<DialedConnection> registry;
    private final CompletableFuture<ClientConnection> connected;
    private final Hello hello;
    private final MethodTable<PushHandler> pushes;
    private final Alarm deadlines;

    private volatile boolean draining;
    private volatile int inFlight;

    // The rest belongs to the event loop.
    private CallTable calls = new CallTable(1);
    private MethodNumbers methods = new MethodNumbers(1);

    DialedConnection(
            long id,
            LoopContext loop,
            Limits limits,
            FaultLog faults,
            Map<Method, PushHandler> pushHandlers,
            Set<DialedConnection> registry,
            CompletableFuture<ClientConnection> connected) {
        super(id, loop, limits, faults, false);
        this.pushHandlers = pushHandlers;
        this.registry = registry;
        this.connected = connected;
        this.hello = Hello.own(limits.maxFrameBytes());
        this.pushes = new MethodTable<>(limits.maxMethods());
        this.deadlines = new Alarm(loop.eventLoop, this::checkDeadlines);
    }

    // ---- ClientConnection

    @Override
    public void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        checkShape(method, Shape.UNARY);
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("timeoutNanos: " + timeoutNanos + " (expected: > 0)");
        }
        if (!isOpen() || draining) {
            failSoon(handler, gone());
            return;
        }
        try {
            if (loop.inEventLoop() && out.claim()) {
                callInPlace(method, request, timeoutNanos, handler);
            } else {
                callQueued(method, request, timeoutNanos, handler);
            }
        } catch (FrameOverflowException e) {
            failSoon(handler, tooLong(method));
        } catch (FrameBudgetException e) {
            failSoon(handler, new Status(StatusCode.RESOURCE_EXHAUSTED, true, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message) {
        checkShape(method, Shape.ONE_WAY);
        if (!isOpen() || draining) {
            return SendResult.CLOSED;
        }
        ByteBuf frame;
        try {
            frame = encode(message);
        } catch (FrameOverflowException e) {
            return SendResult.TOO_LARGE;
        } catch (FrameBudgetException e) {
            return SendResult.QUEUE_FULL;
        }
        SendResult result = out.offer(new QueuedMessage(this, method, frame));
        if (result != SendResult.ACCEPTED) {
            frame.release();
        }
        return result;
    }

    @Override
    public int callsInFlight() {
        return inFlight;
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    private void callQueued(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        ByteBuf frame = encode(request);
        long deadline = loop.clock.nanoTime() + timeoutNanos;
        SendResult result = out.offer(new QueuedCall(this, method, frame, deadline, handler));
        if (result != SendResult.ACCEPTED) {
            frame.release();
            failSoon(
                    handler,
                    result == SendResult.CLOSED
                            ? gone()
                            : new Status(StatusCode.RESOURCE_EXHAUSTED, true, "outbound queue: full (expected: room)"));
        }
    }

    /** <em>Returns owned</em>: a frame whose header is still to be set. */
    private ByteBuf encode(MessageWriter message) {
        ByteBuf frame = loop.allocator.directBuffer(FIRST_REQUEST_BYTES, FrameHeader.BYTES + out.maxFrameBytes());
        FrameWriter writer = loop.writers.take();
        try {
            writer.attach(frame, FrameHeader.BYTES);
            message.write(writer);
            frame.setIndex(0, writer.detach());
            return frame;
        } catch (Throwable t) {
            writer.detach();
            frame.release();
            throw t;
        } finally {
            loop.writers.give(writer);
        }
    }

    private static void checkShape(Method method, Shape shape) {
        if (method.shape() != shape) {
            throw new IllegalArgumentException("shape: " + method + " (expected: " + shape + ")");
        }
    }

    // ---- event loop: calls

    private void callInPlace(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        PendingCall call = null;
        FrameWriter writer = loop.writers.take();
        int length;
        try {
            int number = number(method);
            long now = now();
            call = number == MethodNumbers.NONE ? null : calls.open(handler, now + timeoutNanos);
            if (call == null) {
                failSoon(handler, full());
                return;
            }
            int header = out.begin();
            writer.attach(out.frame(), header + FrameHeader.BYTES);
            request.write(writer);
            length = writer.position();
            if (length <= out.maxFrameBytes()) {
                send(call, writer.detach(), header, number, timeoutNanos, now);
                call = null;
                return;
            }
        } finally {
            writer.detach();
            loop.writers.give(writer);
            if (call != null) {
                close(call);
            }
            out.unclaim();
        }
        failSoon(handler, tooLong(method));
    }

    private void send(PendingCall call, int end, int header, int number, long timeoutNanos, long now) {
        int length = end - header - FrameHeader.BYTES;
        out.commit(
                header,
                end,
                FrameHeader.word0(length, FrameType.REQUEST, number),
                FrameHeader.word1(call.stream(), QueuedCall.timeoutSteps(timeoutNanos)));
        call.batch(out.batch());
        inFlight = calls.inFlight();
        deadlines.ringBy(now + timeoutNanos, now);
        if (!isReading()) {
            out.flushSoon();
        }
    }

    /** Takes a slot for a call that comes out of the queue; null where there is none. */
    @Nullable
    PendingCall open(ReplyHandler handler, long deadlineNanos, long nowNanos) {
        PendingCall call = calls.open(handler, deadlineNanos);
        if (call != null) {
            call.batch(out.batch());
            inFlight = calls.inFlight();
            deadlines.ringBy(deadlineNanos, nowNanos);
        }
        return call;
    }

    /** The method's number; defines it on the connection if it has none, {@code NONE} where the server takes no more. */
    int number(Method method) {
        int number = methods.numberOf(method);
        if (number == MethodNumbers.NONE && methods.hasRoom()) {
            number = methods.add(method);
            out.control(FrameType.METHOD_DEF, number, MethodDef.encode(method));
        }
        return number;
    }

    private void close(PendingCall call) {
        calls.close(call);
        inFlight = calls.inFlight();
    }

    @Override
    void onBlocked() {
        checkDeadlines();
    }

    private void checkDeadlines() {
        long now = loop.clock.nanoTime();
        long left = calls.expire(now, this::expired);
        left = Math.min(left, out.expireBlocked(now));
        if (left != Long.MAX_VALUE) {
            deadlines.ringBy(now + left, now);
        }
    }

    private void expired(PendingCall call, ReplyHandler handler) {
        fail(
                handler,
                new Status(StatusCode.DEADLINE_EXCEEDED, false, "deadline: passed (expected: a reply before it)"));
    }

    // ---- event loop: frames

    @Override
    void onActive() {
        registry.add(this);
    }

    @Override
    void onConnected() {
        out.preface(Preface.VALUE);
        out.control(FrameType.HELLO, 0, hello.encode());
        out.flush();
    }

    @Override
    void onMessage(int type, ByteBuf buffer, int header, long word0, long word1) {
        if (!isOpen()) {
            onHandshake(type, buffer, header, word0);
            return;
        }
        switch (type) {
            case FrameType.RESPONSE -> onResponse(buffer, header, word0, word1);
            case FrameType.NOTIFY -> onPush(buffer, header, word0);
            case FrameType.METHOD_DEF -> onMethodDef(FrameHeader.aux16(word0), bytes(buffer, header, word0));
            default -> throw unexpected(type);
        }
    }

    private void onHandshake(int type, ByteBuf buffer, int header, long word0) {
        if (type == FrameType.GOAWAY) {
            onGoAway(FrameHeader.aux16(word0), bytes(buffer, header, word0));
            return;
        }
        if (type != FrameType.HELLO_ACK) {
            throw unexpected(type);
        }
        HelloAck ack = HelloAck.decode(bytes(buffer, header, word0), hello);
        calls = new CallTable(ack.maxCalls());
        methods = new MethodNumbers(ack.maxMethods());
        opened(limits.maxFrameBytes(), ack.maxFrameBytes());
        connected.complete(this);
    }

    private void onResponse(ByteBuf buffer, int header, long word0, long word1) {
        int status = FrameHeader.aux16(word0);
        if (!StatusWord.isValid(status)) {
            throw new ProtocolException(Fault.BAD_FRAME, "status: " + status + " (expected: reserved bits 0)");
        }
        PendingCall call = calls.find(FrameHeader.stream(word1));
        ReplyHandler handler = call.takeHandler();
        close(call);
        if (handler == null) {
            closeIfDrained();
            return; // late: the caller heard of its deadline before
        }
        FrameReader reader = loop.reader;
        reader.attach(buffer, header + FrameHeader.BYTES, FrameHeader.length(word0));
        try {
            if (status == StatusWord.OK) {
                handler.onReply(reader);
            } else {
                handler.onFailure(
                        new Status(StatusWord.code(status), StatusWord.notProcessed(status), FailureText.read(reader)));
            }
        } catch (Throwable t) {
            faults.threw("reply handler", t);
        } finally {
            reader.detach();
        }
        closeIfDrained();
    }

    private void onPush(ByteBuf buffer, int header, long word0) {
        PushHandler handler = pushes.get(FrameHeader.aux16(word0));
        FrameReader reader = loop.reader;
        reader.attach(buffer, header + FrameHeader.BYTES, FrameHeader.length(word0));
        try {
            handler.onPush(this, reader);
        } catch (Throwable t) {
            faults.threw("push handler", t);
        } finally {
            reader.detach();
        }
    }

    private void onMethodDef(int number, byte[] body) {
        Method method = MethodDef.decode(body);
        if (method.shape() != Shape.PUSH) {
            throw new ProtocolException(
                    Fault.BAD_METHOD, "shape: " + method.shape() + " from a server (expected: PUSH)");
        }
        pushes.define(number, pushHandlers.getOrDefault(method, NOBODY));
    }

    // ---- event loop: the end

    @Override
    void onDrain() {
        draining = true;
        closeIfDrained();
    }

    private void closeIfDrained() {
        if (draining && calls.inFlight() == 0 && out.isEmpty()) {
            close("the server is going away");
        }
    }

    @Override
    void onTerminated(String reason) {
        registry.remove(this);
        deadlines.stop();
        long unsentBatch = out.batch();
        calls.failAll((call, handler) -> fail(
                handler, new Status(StatusCode.UNAVAILABLE, call.batch() == unsentBatch, "connection: " + reason)));
        inFlight = 0;
        connected.completeExceptionally(
                new RpcException(new Status(StatusCode.UNAVAILABLE, true, "connection: " + reason)));
    }

    /** Tells a caller of a failure, on the event loop. */
    void fail(ReplyHandler handler, Status status) {
        try {
            handler.onFailure(status);
        } catch (Throwable t) {
            faults.threw("reply handler", t);
        }
    }

    /** Tells a caller of a failure, later, so that one that calls again at once does not nest. Any thread. */
    void failSoon(ReplyHandler handler, Status status) {
        try {
            loop.eventLoop.execute(() -> fail(handler, status));
        } catch (RejectedExecutionException e) {
            fail(handler, status); // the loop has ended; there is no better thread left
        }
    }

    /** A one-way message that found no number, after it was accepted; there is nobody left to tell but the log. */
    void dropped(Method method) {
        faults.threw(
                "one-way " + method.fullName(),
                new IllegalStateException("methods: as many as the server allows (expected: fewer)"));
    }

    Status gone() {
        return new Status(
                StatusCode.UNAVAILABLE, true, draining ? "server: going away" : "connection: closed (expected: open)");
    }

    Status full() {
        return new Status(
                StatusCode.RESOURCE_EXHAUSTED,
                true,
                "calls or methods: as many as the server allows (expected: fewer)");
    }

    private Status tooLong(Method method) {
        return new Status(
                StatusCode.RESOURCE_EXHAUSTED,
                true,
                "request of " + method.fullName() + ": too long (expected: at most " + out.maxFrameBytes()
                        + " bytes, the server's limit)");
    }
}
