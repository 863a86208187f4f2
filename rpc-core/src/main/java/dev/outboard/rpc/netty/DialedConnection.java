package dev.outboard.rpc.netty;

import dev.outboard.codec.spi.FrameReader;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import dev.outboard.rpc.call.MethodTable;
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.Preface;
import dev.outboard.rpc.frame.ProtocolException;
import dev.outboard.rpc.frame.StatusWord;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection to a server, on the client: handshake, calls and their deadlines, pushes. */
final class DialedConnection extends FramedConnection implements ClientConnection {
    private static final PushHandler NOBODY = (connection, body) -> {};

    private final Map<Method, PushHandler> pushHandlers;
    private final Set<DialedConnection> registry;
    private final CompletableFuture<ClientConnection> connected;
    private final Hello hello;
    private final MethodTable<PushHandler> pushes;
    private final ClientCalls calls;
    private final DialedChannel channel;
    private final ReceivedInfo info = new ReceivedInfo();
    /** Its end is the server's GOAWAY. */
    private final Lifetime staying = new Lifetime();

    /** Written before {@link #draining}. */
    private volatile String drainHint = "";

    private volatile boolean draining;

    DialedConnection(
            long id,
            LoopContext loop,
            Limits limits,
            FaultLog faults,
            Map<Method, PushHandler> pushHandlers,
            Hello hello,
            Set<DialedConnection> registry,
            CompletableFuture<ClientConnection> connected) {
        super(id, loop, limits, faults, false);
        this.pushHandlers = pushHandlers;
        this.registry = registry;
        this.connected = connected;
        this.hello = hello;
        this.pushes = new MethodTable<>(limits.maxMethods());
        this.calls = new ClientCalls(this);
        this.channel = new DialedChannel(this, calls);
    }

    // ---- ClientConnection

    /** Where calls begin: an event for each, where a recording wants that. */
    private RpcChannel channel() {
        return Recorder.wantsClientCalls() ? ClientCallEvent.recorded(channel, id()) : channel;
    }

    @Override
    public void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        channel().call(method, request, timeoutNanos, handler);
    }

    @Override
    public void call(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        channel().call(method, request, options, handler);
    }

    @Override
    public CallHandle startCall(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        return channel().startCall(method, request, options, handler);
    }

    @Override
    public ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver) {
        return channel().openStream(method, options, receiver);
    }

    @Override
    public ClientStream openStream(Method method, MessageWriter request, CallOptions options, StreamReceiver receiver) {
        return channel().openStream(method, request, options, receiver);
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message) {
        return channel().oneWay(method, message);
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message, CallOptions options) {
        return channel().oneWay(method, message, options);
    }

    /** Queues a call that is encoded; <em>consumes</em> the frame. */
    void queue(Method method, ByteBuf frame, long timeoutNanos, @Nullable CallOptions options, ReplyHandler handler) {
        channel.queue(method, frame, timeoutNanos, options, handler);
    }

    @Override
    public int callsInFlight() {
        return calls.inFlight();
    }

    ClientCalls calls() {
        return calls;
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public String drainHint() {
        return drainHint;
    }

    @Override
    public void onDraining(Runnable action) {
        if (!staying.atEnd(action)) {
            action.run();
        }
    }

    @Override
    public void execute(Runnable action) {
        try {
            loop.eventLoop.execute(() -> runUserCode(action, "action"));
        } catch (RejectedExecutionException e) {
            runUserCode(action, "action"); // the loop has ended; there is no better thread left
        }
    }

    /** A call was encoded in place: sees to its flush. On the event loop. */
    void sentInPlace() {
        if (!isReading()) {
            out.flushSoon();
        }
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
            case FrameType.DATA -> onData(buffer, header, word0, word1);
            case FrameType.PART -> onPart(buffer, header + FrameHeader.BYTES, word0, word1);
            case FrameType.CREDIT -> {
                bookControl();
                onCredit(word1, buffer.getLong(header + FrameHeader.BYTES));
            }
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
        calls.start(ack);
        opened(ack.maxFrameBytes(), ack.maxMessageBytes(), ack.compressions(), ack.windows());
        connected.complete(this);
    }

    private void onResponse(ByteBuf buffer, int header, long word0, long word1) {
        int status = FrameHeader.aux16(word0);
        if (!StatusWord.isValid(status)) {
            throw new ProtocolException(Fault.BAD_FRAME, "status: " + status + " (expected: reserved bits 0)");
        }
        int extension = ExtensionBlock.check(buffer, header, word0);
        int at = header + FrameHeader.BYTES;
        int length = FrameHeader.length(word0);
        int id = FrameHeader.stream(word1);
        if (partials.find(id) != null) {
            throw PartialMessages.behindAPart();
        }
        if ((FrameHeader.flags(word0) & FrameRules.MORE) != 0) {
            partials.begin(word0, word1, extension, buffer, at, length, calls.waiting(id) != null);
        } else {
            answered(word0, word1, buffer, at, extension, length);
        }
    }

    /** @param buffer null where there was no memory for the reply */
    private void answered(long word0, long word1, @Nullable ByteBuf buffer, int at, int extension, int length) {
        ReplyHandler handler = calls.answered(FrameHeader.stream(word1));
        if (handler == null) {
            closeIfDrained();
            return; // late: the caller heard of its deadline before
        }
        if (buffer == null) {
            fail(
                    handler,
                    new Status(
                            StatusCode.RESOURCE_EXHAUSTED,
                            false,
                            "memory: no room for a reply of " + length + " bytes"));
            closeIfDrained();
            return;
        }
        ByteBuf unpacked = null;
        if (isPacked(word0)) {
            try {
                unpacked = unpack(buffer, at + extension, length - extension);
            } catch (RpcException e) {
                fail(handler, e.status());
                closeIfDrained();
                return;
            }
        }
        int status = FrameHeader.aux16(word0);
        FrameReader reader = loop.reader;
        if (unpacked != null) {
            reader.attach(unpacked, 0, unpacked.readableBytes());
        } else {
            reader.attach(buffer, at + extension, length - extension);
        }
        info.attach(buffer, at, extension, FrameHeader.aux32(word1));
        try {
            if (status == StatusWord.OK) {
                handler.onReply(reader, info);
            } else {
                handler.onFailure(FailureText.read(status, reader), info);
            }
        } catch (Throwable t) {
            faults.threw("reply handler", t);
        } finally {
            reader.detach();
            info.detach();
            if (unpacked != null) {
                unpacked.release();
            }
        }
        closeIfDrained();
    }

    private static boolean isPacked(long word0) {
        return (FrameHeader.flags(word0) & FrameRules.COMPRESSED) != 0;
    }

    /**
     * <em>Returns owned</em> what the server compressed.
     *
     * @throws RpcException where it cannot be read, is too long, or finds no memory
     */
    ByteBuf unpack(ByteBuf buffer, int at, int length) {
        try {
            return loop.packing.unpack(loop, buffer, at, length, limits.maxMessageBytes());
        } catch (RpcException e) {
            Status status = e.status();
            // What is the caller's fault in a request is the server's in a reply.
            boolean ill = status.code() == StatusCode.INVALID_ARGUMENT;
            throw new RpcException(
                    new Status(ill ? StatusCode.INTERNAL : status.code(), false, "reply: " + status.message()), e);
        }
    }

    private void onData(ByteBuf buffer, int header, long word0, long word1) {
        int length = FrameHeader.length(word0);
        if (FrameHeader.aux16(word0) == FrameRules.END) {
            throw new ProtocolException(Fault.BAD_STREAM, "end: from a server (expected: RESPONSE)");
        }
        if (partials.find(FrameHeader.stream(word1)) != null) {
            throw PartialMessages.behindAPart();
        }
        shared.received(StreamEnd.cost(length));
        OutboundStream stream = stream(word1);
        if (stream != null) {
            stream.checkTakesMore();
            stream.received(StreamEnd.cost(length));
        }
        int at = header + FrameHeader.BYTES;
        if ((FrameHeader.flags(word0) & FrameRules.MORE) != 0) {
            if (!partials.begin(word0, word1, 0, buffer, at, length, stream != null) && stream != null) {
                stream.noRoom();
            }
        } else if (stream == null) {
            shared.release(StreamEnd.cost(length));
        } else {
            stream.onMessage(buffer, at, length, isPacked(word0));
        }
    }

    private void onPart(ByteBuf buffer, int at, long word0, long word1) {
        int id = FrameHeader.stream(word1);
        int length = FrameHeader.length(word0);
        int type = FrameHeader.aux16(word0);
        PartialMessages.Partial partial = partials.find(id);
        if (partial == null || FrameHeader.type(partial.word0) != type) {
            throw new ProtocolException(Fault.BAD_STREAM, "part: of no message (expected: of one that goes on)");
        }
        OutboundStream stream = null;
        if (type == FrameType.DATA) {
            shared.received(length);
            stream = stream(word1);
            if (stream != null) {
                stream.received(length);
            }
        }
        boolean hadRoom = partial.frame() != null;
        if (!partials.add(partial, buffer, at, length) && hadRoom && stream != null) {
            stream.noRoom();
        }
        if ((FrameHeader.flags(word0) & FrameRules.MORE) == 0) {
            partials.remove(id);
            try {
                complete(partial);
            } finally {
                partial.release();
            }
        }
    }

    private void complete(PartialMessages.Partial partial) {
        ByteBuf message = partial.frame();
        if (FrameHeader.type(partial.word0) == FrameType.RESPONSE) {
            answered(partial.word0, partial.word1, message, 0, partial.extension, partial.length());
            return;
        }
        OutboundStream stream = stream(partial.word1);
        if (stream != null && message != null) {
            stream.onMessage(message, 0, partial.length(), isPacked(partial.word0));
        } else {
            shared.release(StreamEnd.cost(partial.length()));
        }
    }

    private void onCredit(long word1, long limit) {
        OutboundStream stream = stream(word1);
        if (stream != null) {
            stream.onCredit(limit);
        }
    }

    /** The stream that a frame is for; null where its caller has given up. */
    private @Nullable OutboundStream stream(long word1) {
        ReplyHandler handler = calls.waiting(FrameHeader.stream(word1));
        if (handler == null) {
            return null;
        }
        if (handler instanceof OutboundStream stream) {
            return stream;
        }
        throw new ProtocolException(Fault.BAD_STREAM, "frame: of a stream (expected: a reply to a unary call)");
    }

    @Override
    long requests() {
        return 0;
    }

    @Override
    void forEachStream(Consumer<StreamEnd> action) {
        calls.forEachStream(action);
    }

    private void onPush(ByteBuf buffer, int header, long word0) {
        PushHandler handler = pushes.get(FrameHeader.aux16(word0));
        int extension = ExtensionBlock.check(buffer, header, word0);
        int at = header + FrameHeader.BYTES + extension;
        int length = FrameHeader.length(word0) - extension;
        if (!isPacked(word0)) {
            push(handler, buffer, at, length);
            return;
        }
        ByteBuf message;
        try {
            message = unpack(buffer, at, length);
        } catch (RpcException e) {
            faults.threw("push", e);
            return;
        }
        try {
            push(handler, message, 0, message.readableBytes());
        } finally {
            message.release();
        }
    }

    private void push(PushHandler handler, ByteBuf buffer, int at, int length) {
        FrameReader reader = loop.reader;
        reader.attach(buffer, at, length);
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

    @Override
    void onBlocked() {
        calls.checkDeadlines();
    }

    // ---- event loop: the end

    @Override
    void onDrain(byte[] hint) {
        drainHint = new String(hint, StandardCharsets.UTF_8);
        draining = true;
        for (Runnable action : staying.end()) {
            runUserCode(action, "draining action");
        }
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
        calls.end(reason);
        connected.completeExceptionally(new RpcException(new Status(
                isTurnedAway() ? StatusCode.UNAUTHENTICATED : StatusCode.UNAVAILABLE, true, "connection: " + reason)));
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

    Status tooLong(Method method) {
        return new Status(
                StatusCode.RESOURCE_EXHAUSTED,
                true,
                "request of " + method.fullName() + ": too long (expected: at most " + out.maxMessageBytes()
                        + " bytes, the server's limit)");
    }
}
