package dev.outboard.rpc.netty;

import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.call.CallTable;
import dev.outboard.rpc.call.MethodNumbers;
import dev.outboard.rpc.call.PendingCall;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client connection's calls from the moment that the event loop has them: slot, method number, frame, deadline, end.
 * Belongs to the event loop.
 */
final class ClientCalls {
    private static final VarHandle IN_FLIGHT;

    static {
        try {
            IN_FLIGHT = MethodHandles.lookup().findVarHandle(ClientCalls.class, "inFlight", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final DialedConnection connection;
    private final LoopContext loop;
    private final Outbound out;
    private final Alarm deadlines;
    private CallTable table = new CallTable(1);
    private MethodNumbers methods = new MethodNumbers(1);
    /** Written by the event loop, read by any thread. */
    @SuppressWarnings("UnusedVariable") // through IN_FLIGHT
    private int inFlight;

    ClientCalls(DialedConnection connection) {
        this.connection = connection;
        this.loop = connection.loop;
        this.out = connection.out;
        this.deadlines = new Alarm(loop.eventLoop, this::checkDeadlines);
    }

    /** The server said what it allows. */
    void start(HelloAck ack) {
        table = new CallTable(ack.maxCalls());
        methods = new MethodNumbers(ack.maxMethods());
    }

    /** Slots in use. Any thread. */
    int inFlight() {
        return (int) IN_FLIGHT.getOpaque(this);
    }

    /** Encodes a call into the open frame, which the caller has claimed; gives up the claim. */
    void callInPlace(
            Method method,
            MessageWriter request,
            long timeoutNanos,
            @Nullable CallOptions options,
            ReplyHandler handler) {
        int extension = options == null ? 0 : Extension.bytes(options);
        Compression compression = out.compression(options == null ? null : options.compression());
        FrameWriter writer = loop.writers.take();
        PendingCall call = null;
        Status obstacle;
        ByteBuf queued = null;
        try {
            int number = number(method);
            long now = connection.now();
            call = open(number, handler, now + timeoutNanos, now);
            if (call == null) {
                obstacle = full();
            } else {
                out.checkExtension(extension);
                int header = out.begin();
                writer.attach(out.frame(), header + FrameHeader.BYTES);
                if (options != null && extension != 0) {
                    Extension.write(writer, options);
                    writer.attach(out.frame(), writer.detach());
                }
                request.write(writer);
                int length = extension + writer.position();
                boolean packs = writer.position() >= loop.packing.leastBytes() && compression != Compression.NONE;
                if (length <= out.maxFrameBytes() && !packs) {
                    out.commit(
                            header,
                            writer.detach(),
                            FrameHeader.word0(
                                    length,
                                    FrameType.REQUEST,
                                    number,
                                    QueuedCall.flags(options),
                                    Extension.lengthField(extension)),
                            FrameHeader.word1(call.stream(), QueuedCall.timeoutSteps(timeoutNanos)));
                    connection.sentInPlace();
                    call = null;
                    return;
                }
                if (length <= out.maxMessageBytes()) {
                    queued = loop.allocator.directBuffer(FrameHeader.BYTES + length);
                    queued.writeBytes(out.frame(), header, FrameHeader.BYTES + length);
                    queued = loop.packing.pack(loop, queued, extension, compression);
                    int packed = queued.readableBytes() - FrameHeader.BYTES;
                    if (packed <= out.maxFrameBytes()) {
                        writer.detach();
                        int flags = QueuedCall.flags(options) | Packing.flags(queued);
                        int field = Extension.lengthField(extension);
                        queued.setLong(0, FrameHeader.word0(packed, FrameType.REQUEST, number, flags, field));
                        queued.setLong(
                                Long.BYTES, FrameHeader.word1(call.stream(), QueuedCall.timeoutSteps(timeoutNanos)));
                        out.appendOwned(queued);
                        connection.sentInPlace();
                        call = null;
                        return;
                    }
                }
                obstacle = connection.tooLong(method);
            }
        } finally {
            writer.detach();
            loop.writers.give(writer);
            out.unclaim();
            if (call != null) {
                close(call);
            }
        }
        if (queued != null) {
            connection.queue(method, queued, timeoutNanos, options, handler);
        } else {
            connection.failSoon(handler, obstacle);
        }
    }

    /** The same, of a method that may have found no number. */
    @Nullable
    PendingCall open(int number, ReplyHandler handler, long deadlineNanos, long nowNanos) {
        return number == MethodNumbers.NONE ? null : open(handler, deadlineNanos, nowNanos);
    }

    /** Takes a slot for a call whose frame is about to be sent; null where the server allows no more. */
    @Nullable
    PendingCall open(ReplyHandler handler, long deadlineNanos, long nowNanos) {
        PendingCall call = table.open(handler, deadlineNanos);
        if (call != null) {
            call.batch(out.batch());
            IN_FLIGHT.setOpaque(this, table.inFlight());
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

    /** Frees the slot of the call that a reply belongs to; returns who waits for it, null where the reply is late. */
    @Nullable
    ReplyHandler answered(int stream) {
        PendingCall call = table.find(stream);
        ReplyHandler handler = call.takeHandler();
        close(call);
        return handler;
    }

    /** Who waits for the call of a stream's frame; null where nobody does any more. */
    @Nullable
    ReplyHandler waiting(int stream) {
        return table.find(stream).handler();
    }

    /** Shows every stream that somebody waits for. */
    void forEachStream(Consumer<StreamEnd> action) {
        table.forEachAwaited(handler -> {
            if (handler instanceof OutboundStream stream) {
                action.accept(stream);
            }
        });
    }

    /** The caller gives up: tells it and the server. The slot stays taken until the server's answer. */
    void cancel(PendingCall call, Status status) {
        ReplyHandler handler = call.takeHandler();
        if (handler != null) {
            out.control(FrameType.CANCEL, status.code().number(), call.stream(), FailureText.cut(status.message()));
            out.flushSoon();
            connection.fail(handler, status);
        }
    }

    /** The connection is gone: fails every call, as not processed where its request never left. */
    void end(String reason) {
        deadlines.stop();
        long unsent = out.batch();
        table.failAll((call, handler) -> connection.fail(
                handler, new Status(StatusCode.UNAVAILABLE, call.batch() == unsent, "connection: " + reason)));
        IN_FLIGHT.setOpaque(this, 0);
    }

    /** Fails the calls whose time is over, those included that wait for the server to read. */
    void checkDeadlines() {
        long now = loop.clock.nanoTime();
        long left = Math.min(table.expire(now, this::expired), out.expireBlocked(now));
        if (left != Long.MAX_VALUE) {
            deadlines.ringBy(now + left, now);
        }
    }

    Status full() {
        return new Status(
                StatusCode.RESOURCE_EXHAUSTED,
                true,
                "calls or methods: as many as the server allows (expected: fewer)");
    }

    private void expired(PendingCall call, ReplyHandler handler) {
        Status status =
                new Status(StatusCode.DEADLINE_EXCEEDED, false, "deadline: passed (expected: a reply before it)");
        if (handler instanceof OutboundStream) {
            // The server looks at the deadline of a call when it begins it, of a stream never again.
            out.control(FrameType.CANCEL, status.code().number(), call.stream(), FailureText.cut("deadline: passed"));
            out.flushSoon();
        }
        connection.fail(handler, status);
    }

    private void close(PendingCall call) {
        table.close(call);
        IN_FLIGHT.setOpaque(this, table.inFlight());
    }
}
