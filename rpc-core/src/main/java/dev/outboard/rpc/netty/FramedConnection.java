package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Connection;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.ProtocolException;
import dev.outboard.rpc.frame.Windows;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of a connection do alike: reading, the time limits, control frames, and the ways to end.
 *
 * <p>Life, on the event loop: {@link #channelActive}, TLS if any, {@link #onConnected}, the handshake, {@link #opened},
 * frames, {@link #channelInactive}. A connection ends by its peer's close, by {@link #close}, or by a fault, which is
 * logged and counted once and, where the peer can understand it, said in a GOAWAY first.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of closing, which cannot fail in a way that matters
abstract class FramedConnection extends ChannelInboundHandlerAdapter implements Connection, FrameWalker.Sink {
    /** How long a GOAWAY may take to leave before the connection is closed all the same. */
    private static final long LAST_WORDS_MILLIS = 1_000;

    private static final int FIRST_MESSAGE_BYTES = 256;
    /** Half of what the shortest message of a stream counts. */
    private static final int CREDIT_BYTES_PER_CONTROL = FrameHeader.BYTES / 2;

    final LoopContext loop;
    final Outbound out;
    final Limits limits;
    final FaultLog faults;
    final FrameWalker walker;
    /** What has begun to come, and takes several frames. */
    final PartialMessages partials;
    /** What the connection's streams share. */
    final SharedCredit shared;

    private final long id;
    private final ReadLimits readLimits;
    private final Keepalive keepalive;
    private final EarlyFlush early;
    private final Lifetime lifetime = new Lifetime();
    private volatile String remoteAddress = "unknown";
    private volatile @Nullable Object attachment;
    private volatile List<X509Certificate> peerCertificates = List.of();
    private volatile boolean open;

    // The rest belongs to the event loop.
    private @Nullable ChannelHandlerContext context;
    private String closeReason = "closed by the peer";
    private boolean reading;
    private boolean closing;
    private boolean wasOpened;
    private boolean understood;
    private boolean turnedAway;
    private long readNanos;

    FramedConnection(long id, LoopContext loop, Limits limits, FaultLog faults, boolean expectsPreface) {
        this.id = id;
        this.loop = loop;
        this.limits = limits;
        this.faults = faults;
        this.out = new Outbound(loop, this, limits.outboundBytes(), limits.longMessageBytes());
        this.early = new EarlyFlush(out);
        this.walker = new FrameWalker(loop.allocator, this, expectsPreface, FrameRules.MAX_HELLO_BYTES);
        this.shared = new SharedCredit(this);
        this.partials = new PartialMessages(this, loop, limits);
        this.readLimits = new ReadLimits(this, walker, loop, limits);
        this.keepalive = new Keepalive(this, loop, limits);
    }

    // ---- Connection

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public final List<X509Certificate> peerCertificates() {
        return peerCertificates;
    }

    @Override
    public final boolean isOpen() {
        return open;
    }

    @Override
    public final @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public final void attach(@Nullable Object newAttachment) {
        attachment = newAttachment;
    }

    @Override
    public final void onClose(Runnable action) {
        if (!lifetime.atEnd(action)) {
            action.run();
        }
    }

    @Override
    public final long queuedBytes() {
        return out.queuedBytes();
    }

    @Override
    public final void close() {
        close("closed by this end");
    }

    final void close(String reason) {
        if (loop.inEventLoop()) {
            closeNow(reason);
        } else if (!lifetime.isOver()) {
            loop.eventLoop.execute(() -> closeNow(reason));
        }
    }

    // ---- any thread: for messages

    /** <em>Returns owned</em>: a frame whose header is still to be set, but for its flags, with the options' extension if there are any. */
    final ByteBuf encode(MessageWriter message, @Nullable CallOptions options) {
        return encode(message, options, out.compression(options == null ? null : options.compression()));
    }

    /** The same, compressed as asked for. */
    final ByteBuf encode(MessageWriter message, @Nullable CallOptions options, Compression compression) {
        int extension = options == null ? 0 : Extension.bytes(options);
        return loop.packing.pack(loop, encodeAsItIs(message, options), extension, compression);
    }

    private ByteBuf encodeAsItIs(MessageWriter message, @Nullable CallOptions options) {
        int extension = options == null ? 0 : Extension.bytes(options);
        out.checkExtension(extension);
        ByteBuf frame =
                loop.allocator.directBuffer(FIRST_MESSAGE_BYTES + extension, FrameHeader.BYTES + out.maxMessageBytes());
        FrameWriter writer = loop.writers.take();
        try {
            writer.attach(frame, FrameHeader.BYTES);
            if (options != null && extension != 0) {
                Extension.write(writer, options);
                writer.attach(frame, writer.detach());
            }
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

    // ---- what the two ends do differently

    /** TCP is there. */
    abstract void onActive();

    /** TCP, and TLS if any, are there. */
    abstract void onConnected();

    /** A frame of the handshake or a call. */
    abstract void onMessage(int type, ByteBuf buffer, int header, long word0, long word1);

    /** Requests and one-way messages that came so far. */
    abstract long requests();

    /** The peer asks for no new calls; no fault of ours. */
    abstract void onDrain(byte[] hint);

    /** Everything read so far has been walked. */
    void onReadEnd() {}

    /** The channel takes bytes again, or takes no more. */
    void onWritable(boolean writable) {}

    /** The peer does not read, and messages wait. */
    void onBlocked() {}

    /** Shows every stream that is open. */
    abstract void forEachStream(Consumer<StreamEnd> action);

    /** The connection is over; called once. */
    abstract void onTerminated(String reason);

    // ---- event loop: reading

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        begin(ctx);
        if (!closing && ctx.pipeline().get(SslHandler.class) == null) {
            onConnected();
        }
    }

    /** Begins on a channel that has been open for a while: TLS, if any, and whatever else stands in front are done. */
    final void admitted(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null) {
            peerCertificates = Tls.peerCertificates(tls);
        }
        begin(ctx);
        if (!closing) {
            onConnected();
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        context = ctx;
        SocketAddress address = ctx.channel().remoteAddress();
        remoteAddress = address == null ? "unknown" : address.toString();
        out.start(ctx, FrameRules.MAX_HELLO_BYTES);
        readLimits.connected();
        onActive();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls) {
            SslHandler handler = ctx.pipeline().get(SslHandler.class);
            if (!tls.isSuccess()) {
                fault(Fault.TLS, "handshake: " + kind(tls.cause()) + " (expected: TLS 1.3)");
            } else if (!Tls.ALPN.equals(Tls.applicationProtocol(handler))) {
                fault(Fault.TLS, "ALPN: another or none (expected: " + Tls.ALPN + ")");
            } else {
                peerCertificates = Tls.peerCertificates(handler);
                onConnected();
            }
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!closing) {
                reading = true;
                readNanos = loop.clock.nanoTime();
                early.begin(in, loop.lastReader == id);
                walker.walk(in);
            }
        } catch (ProtocolException e) {
            fault(e.fault(), e.detail());
        } catch (Throwable t) {
            failed(t);
        } finally {
            in.release();
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        loop.lastReader = id;
        onReadEnd();
        try {
            out.flush();
        } catch (Throwable t) {
            failed(t);
        }
        readLimits.readEnded(readNanos);
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = ctx.channel().isWritable();
        onWritable(writable);
        if (writable) {
            out.flushSoon();
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        bookIfCutOff();
        closing = true;
        terminate();
    }

    // ---- FrameWalker.Sink

    @Override
    public final void onPreface() {
        understood = true;
    }

    @Override
    public final void onSkipped() {
        if (!open) {
            throw unexpected(FrameType.SKIP_BIT);
        }
        bookControl();
    }

    @Override
    public final boolean wantsFrames() {
        return !closing;
    }

    @Override
    public final void onFrame(ByteBuf buffer, int header, long word0, long word1) {
        int type = FrameHeader.type(word0);
        if (type < FrameType.PING || !open) {
            onMessage(type, buffer, header, word0, word1);
            early.handled(header);
            return;
        }
        if (type != FrameType.PING) {
            bookControl();
        }
        switch (type) {
            case FrameType.CONNECTION_CREDIT -> shared.onCredit(buffer.getLong(header + FrameHeader.BYTES));
            case FrameType.PING -> onPing(bytes(buffer, header, word0));
            case FrameType.GOAWAY -> onGoAway(FrameHeader.aux16(word0), bytes(buffer, header, word0));
            default -> {
                // PONG: nobody waits for it.
            }
        }
    }

    /** Books a frame that carries no message: two for each message of the peer's calls, and two for each that streams sent it, are free. */
    final void bookControl() {
        readLimits.controlled(2 * requests() + shared.sentBytes() / CREDIT_BYTES_PER_CONTROL, readNanos);
    }

    private void onPing(byte[] body) {
        readLimits.pinged(readNanos);
        out.control(FrameType.PONG, 0, body);
    }

    final void onGoAway(int code, byte[] text) {
        if (code == GoAwayCode.DRAIN.ordinal()) {
            onDrain(text);
        } else {
            turnedAway = code == GoAwayCode.UNAUTHENTICATED.ordinal();
            closeNow("the peer gave up: " + GoAwayCode.name(code) + ", " + FailureText.forLog(text));
        }
    }

    // ---- event loop: for the subclasses

    /** The handshake is done. */
    final void opened(int peerMaxFrame, int peerMaxMessage, int peerCompressions, Windows windows) {
        shared.opened(windows);
        readLimits.opened();
        keepalive.opened();
        walker.maxLength(limits.maxFrameBytes());
        out.peerTakes(peerMaxFrame, peerMaxMessage, peerCompressions);
        understood = true;
        wasOpened = true;
        open = true;
    }

    final boolean wasOpened() {
        return wasOpened;
    }

    /** When the bytes that are being walked were read, or now. */
    final long now() {
        return reading ? readNanos : loop.clock.nanoTime();
    }

    /** When something was read last. */
    final long lastReadNanos() {
        return readNanos;
    }

    /** Whether a flush follows by itself. */
    final boolean isReading() {
        return reading;
    }

    /** Whether the peer closed because it does not know who this end is. */
    final boolean isTurnedAway() {
        return turnedAway;
    }

    final boolean isTerminated() {
        return lifetime.isOver();
    }

    final boolean isClosing() {
        return closing;
    }

    final ChannelHandlerContext context() {
        ChannelHandlerContext found = context;
        if (found == null) {
            throw new IllegalStateException("connection: not active (expected: after channelActive)");
        }
        return found;
    }

    final void sayDrain(byte[] hint) {
        out.control(FrameType.GOAWAY, GoAwayCode.DRAIN.ordinal(), hint);
        out.flush();
    }

    static byte[] bytes(ByteBuf buffer, int header, long word0) {
        byte[] body = new byte[FrameHeader.length(word0)];
        buffer.getBytes(header + FrameHeader.BYTES, body);
        return body;
    }

    static ProtocolException unexpected(int type) {
        return new ProtocolException(
                Fault.UNEXPECTED_FRAME, "frame: " + FrameType.name(type) + " (expected: one that may come now)");
    }

    // ---- event loop: the end

    /** Ends the connection for something that is not the user's: a fault of the peer, of memory, of the wire. */
    final void failed(Throwable t) {
        if (t instanceof ProtocolException e) {
            fault(e.fault(), e.detail());
        } else if (t instanceof FrameBudgetException) {
            fault(Fault.MEMORY, String.valueOf(t.getMessage()));
        } else if (t instanceof DecoderException || t instanceof SSLException) {
            fault(Fault.TLS, "record: " + kind(t.getCause()) + " (expected: TLS 1.3)");
        } else if (t instanceof IOException) {
            bookIfCutOff();
            closeNow("the network failed: " + t.getClass().getSimpleName());
        } else if (!closing) {
            faults.threw("connection " + id, t);
            fault(Fault.INTERNAL, kind(t));
        }
    }

    final void fault(Fault fault, String detail) {
        if (closing) {
            return;
        }
        book(fault, detail);
        closing = true;
        walker.release();
        GoAwayCode code = fault.goAway();
        if (code == null || !understood) {
            closeNow(closeReason);
            return;
        }
        try {
            out.control(FrameType.GOAWAY, code.ordinal(), FailureText.cut(detail));
            closeAfterWrites();
        } catch (FrameBudgetException e) {
            closeNow(closeReason);
        }
    }

    /** Closes once everything written so far is with the operating system, or after a second. */
    final void closeAfterWrites() {
        ChannelHandlerContext ctx = context();
        closing = true;
        out.flush();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        Future<?> limit =
                ctx.executor().schedule((Runnable) ctx.channel()::close, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> limit.cancel(false));
    }

    private void closeNow(String reason) {
        if (!closing) {
            closing = true;
            closeReason = reason;
        }
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.close();
        }
    }

    /** The peer is gone, in good order or by a reset; the first to find out calls this. */
    private void bookIfCutOff() {
        if (!closing && (walker.isIncomplete() || !wasOpened)) {
            book(Fault.TRUNCATED, "end: in the middle of a frame or of the handshake (expected: after one)");
            closing = true;
        }
    }

    private void book(Fault fault, String detail) {
        closeReason = fault.label() + ", " + detail;
        faults.closed(id, remoteAddress, fault, detail);
    }

    private void terminate() {
        open = false;
        readLimits.ended();
        keepalive.ended();
        walker.release();
        partials.release();
        shared.ended();
        out.close();
        onTerminated(closeReason);
        for (Runnable action : lifetime.end()) {
            runUserCode(action, "close action");
        }
    }

    /** Runs what the user gave us; its exceptions are its own. */
    final void runUserCode(Runnable action, String what) {
        try {
            action.run();
        } catch (Throwable t) {
            faults.threw(what, t);
        }
    }

    private static String kind(@Nullable Throwable t) {
        return t == null ? "failed" : t.getClass().getSimpleName();
    }
}
