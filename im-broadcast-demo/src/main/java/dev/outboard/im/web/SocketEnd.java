package dev.outboard.im.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a WebSocket, above Netty's frames: pings, limits, and the closing handshake (RFC 6455, section 7). Stands
 * between the decoder and whatever makes messages of frames. On the event loop.
 *
 * <p>Time is counted in ticks of {@value #TICK_SECONDS} seconds: after three of them without a byte it pings, after two more it closes. A
 * message that has begun has to be there before the fourth. Who is told to close has {@value #LAST_WORDS_MILLIS} ms to answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of closing, which cannot fail in a way that matters
final class SocketEnd extends ChannelDuplexHandler {
    static final int TICK_SECONDS = 10;
    static final int LAST_WORDS_MILLIS = 1_000;

    private static final int SILENT_TICKS = 3;
    private static final int DEAD_TICKS = 5;
    private static final int UNFINISHED_TICKS = 4;
    private static final int PINGS_PER_TICK = 100;
    private static final int FRAGMENTS = 1_000;
    private static final int CODE_BYTES = 2;
    private static final int NO_UTF8 = 1_007;

    private final boolean text;
    private final int maxBytes;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> ticking;
    private @Nullable ChannelPromise ending;
    private CloseCode code = CloseCode.NORMAL;
    private String reason = "";
    private boolean closeSent;
    private boolean corrupted;

    private boolean heard = true;
    private boolean unfinished;
    private boolean inFragments;
    private int silentTicks;
    private int unfinishedTicks;
    private int pings;
    private int fragments;
    private long bytes;

    /**
     * @param text whether messages are text; otherwise they are binary
     * @param maxBytes of a message
     */
    SocketEnd(boolean text, int maxBytes) {
        this.text = text;
        this.maxBytes = maxBytes;
    }

    /** A handler for in front of the decoder: notes that bytes have come. */
    ChannelInboundHandlerAdapter meter() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                heard = true;
                unfinished = true;
                ctx.fireChannelRead(message);
                if (corrupted) {
                    // The decoder throws away what follows such a frame, an answer to the close among it: this is it,
                    // or noise.
                    finish();
                }
            }
        };
    }

    /** Says why the server will end this, when it does. */
    void because(CloseCode newCode, String newReason) {
        code = newCode;
        reason = newReason;
    }

    /** Ends it. Whatever comes from now on, either way, is thrown away. */
    void fail(CloseCode newCode, String newReason) {
        fail(newCode.number(), newReason);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ticking = ctx.executor().scheduleAtFixedRate(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }

    // ---- what comes in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof CloseWebSocketFrame close) {
            onClose(close);
        } else if (closeSent) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof PingWebSocketFrame ping) {
            onPing(ctx, ping);
        } else if (message instanceof PongWebSocketFrame pong) {
            finished(inFragments);
            pong.release();
        } else if (message instanceof WebSocketFrame frame) {
            onData(ctx, frame);
        } else {
            // Bytes that came before the handshake was answered.
            ReferenceCountUtil.release(message);
            fail(CloseCode.PROTOCOL, "frame: before the handshake (expected: after it)");
        }
    }

    private void onPing(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
        finished(inFragments);
        if (++pings > PINGS_PER_TICK) {
            ping.release();
            fail(CloseCode.POLICY, "pings: too many (expected: at most " + PINGS_PER_TICK + " in 10 s)");
        } else {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
        }
    }

    private void onData(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof ContinuationWebSocketFrame) {
            fragments++;
        } else {
            fragments = 1;
            bytes = 0;
            if (text ? frame instanceof BinaryWebSocketFrame : frame instanceof TextWebSocketFrame) {
                frame.release();
                fail(
                        CloseCode.WRONG_KIND,
                        text ? "message: binary (expected: text)" : "message: text (expected: binary)");
                return;
            }
        }
        bytes += frame.content().readableBytes();
        inFragments = !frame.isFinalFragment();
        finished(inFragments);
        if (bytes > maxBytes) {
            frame.release();
            fail(CloseCode.TOO_LONG, "message: too long (expected: at most " + maxBytes + " bytes)");
        } else if (fragments > FRAGMENTS) {
            frame.release();
            fail(CloseCode.POLICY, "message: too many fragments (expected: at most " + FRAGMENTS + ")");
        } else {
            ctx.fireChannelRead(frame);
        }
    }

    /** Whether the reason behind the code is UTF-8; the decoder has looked at all else. */
    private static boolean isReadable(ByteBuf close) {
        int length = close.readableBytes() - CODE_BYTES;
        return length <= 0
                || ByteBufUtil.isText(close, close.readerIndex() + CODE_BYTES, length, StandardCharsets.UTF_8);
    }

    private void finished(boolean butForTheRest) {
        if (!butForTheRest) {
            unfinished = false;
            unfinishedTicks = 0;
        }
    }

    private void onClose(CloseWebSocketFrame close) {
        int status = close.statusCode();
        boolean readable = isReadable(close.content());
        close.release();
        if (closeSent) {
            finish();
            return;
        }
        if (!readable) {
            fail(NO_UTF8, "close: a reason that is no UTF-8 (expected: UTF-8)");
            return;
        }
        closeSent = true;
        ChannelHandlerContext ctx = context();
        CloseWebSocketFrame echo = status < 0
                ? new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER)
                : new CloseWebSocketFrame(status, "");
        ctx.writeAndFlush(echo).addListener(sent -> finish());
        limitLastWords(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            fail(broken.closeStatus().code(), "frame: breaks RFC 6455 (expected: one that keeps it)");
            // Not yet, where the bytes that are being read are these.
            ctx.executor().execute(() -> corrupted = true);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    // ---- what goes out

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!closeSent) {
            ctx.write(message, promise);
            return;
        }
        ReferenceCountUtil.release(message);
        if (!promise.isVoid()) {
            promise.setFailure(new ClosedChannelException());
        }
    }

    /** Says goodbye first; whoever closes a second time does not wait for that. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (ending != null || !ctx.channel().isActive()) {
            ctx.close(promise);
            return;
        }
        ending = promise.isVoid() ? ctx.newPromise() : promise;
        if (!closeSent) {
            fail(code, reason);
        }
    }

    private void fail(int status, String why) {
        if (closeSent) {
            return;
        }
        closeSent = true;
        ChannelHandlerContext ctx = context();
        ctx.writeAndFlush(new CloseWebSocketFrame(status, cut(why))).addListener(sent -> {
            if (!sent.isSuccess()) {
                finish();
            }
        });
        // The answer has to be read, also from who was not read because it did not read itself.
        ctx.channel().config().setAutoRead(true);
        limitLastWords(ctx);
    }

    private void limitLastWords(ChannelHandlerContext ctx) {
        Future<?> limit = ctx.executor().schedule(this::finish, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> limit.cancel(false));
    }

    private void finish() {
        ChannelHandlerContext ctx = context();
        ChannelPromise promise = ending;
        ctx.close(promise == null || promise.isDone() ? ctx.newPromise() : promise);
    }

    private void tick() {
        pings = 0;
        silentTicks = heard ? 0 : silentTicks + 1;
        heard = false;
        unfinishedTicks = unfinished ? unfinishedTicks + 1 : 0;
        if (silentTicks >= DEAD_TICKS) {
            finish();
        } else if (unfinishedTicks >= UNFINISHED_TICKS) {
            fail(CloseCode.POLICY, "message: begun and not finished (expected: within 30 s)");
        } else if (silentTicks == SILENT_TICKS && !closeSent) {
            context().writeAndFlush(new PingWebSocketFrame());
        }
    }

    /** A reason has 123 bytes of UTF-8; these are ASCII but for what users name. */
    private static String cut(String why) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(120, why.length()); i++) {
            char c = why.charAt(i);
            safe.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return safe.toString();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext found = context;
        if (found == null) {
            throw new IllegalStateException("handler: in no pipeline (expected: in one)");
        }
        return found;
    }
}
