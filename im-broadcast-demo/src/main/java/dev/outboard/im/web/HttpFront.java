package dev.outboard.im.web;

import dev.outboard.rpc.netty.SideDoor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One browser's HTTP: files of the pages, the dashboard's requests, and the way to a WebSocket. On its event loop. */
final class HttpFront extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** What a page may do: run this server's scripts, and talk to this server. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    private final Assets assets;
    private final Origins origins;
    private final Upgrade upgrade;
    private final ControlRoutes control;
    private final SideDoor door;
    private final WaitingRoom.Seat seat;

    HttpFront(
            Assets assets,
            Origins origins,
            Upgrade upgrade,
            ControlRoutes control,
            SideDoor door,
            WaitingRoom.Seat seat) {
        this.assets = assets;
        this.origins = origins;
        this.upgrade = upgrade;
        this.control = control;
        this.door = door;
        this.seat = seat;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            answer(ctx, malformed(request.decoderResult().cause()), false, false);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        boolean head = request.method().equals(HttpMethod.HEAD);
        String path = path(request.uri());
        if (!origins.isHost(request.headers().get(HttpHeaderNames.HOST, ""))) {
            answer(ctx, WebAnswer.error(403, "host: another name (expected: this machine's)"), head, false);
        } else if (path.equals(Upgrade.PATH)) {
            Optional<WebAnswer> refusal = upgrade.refusal(request);
            if (refusal.isPresent()) {
                answer(ctx, refusal.get(), head, false);
            } else {
                upgrade.accept(ctx, request, door, List.of(seat, this));
            }
        } else if (path.equals(ControlRoutes.MODE) && request.method().equals(HttpMethod.POST)) {
            control.mode(request, ctx.channel().remoteAddress(), answer -> answerLater(ctx, answer, keepAlive));
        } else {
            answer(ctx, found(ctx, path, head || request.method().equals(HttpMethod.GET)), head, keepAlive);
        }
    }

    private WebAnswer found(ChannelHandlerContext ctx, String path, boolean get) {
        if (path.equals(ControlRoutes.MODE)) {
            return WebAnswer.notAllowed("POST");
        }
        Assets.Asset asset = assets.at(path);
        boolean info = path.equals(ControlRoutes.INFO);
        if (asset == null && !info) {
            return WebAnswer.error(404, "path: unknown (expected: one of the pages')");
        } else if (!get) {
            return WebAnswer.notAllowed("GET, HEAD");
        }
        return asset == null
                ? control.info(ctx.channel().remoteAddress())
                : new WebAnswer(200, asset.type(), asset.bytes(), Map.of());
    }

    /** As it came: nothing is decoded or resolved, so what is not written like a path of the map is none. */
    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static WebAnswer malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return WebAnswer.error(414, "request line: too long (expected: " + WebServer.MAX_LINE + " bytes at most)");
        } else if (cause instanceof TooLongHttpHeaderException) {
            return WebAnswer.error(431, "headers: too long (expected: " + WebServer.MAX_HEADERS + " bytes at most)");
        }
        return WebAnswer.error(400, "request: malformed (expected: HTTP/1.1)");
    }

    private void answerLater(ChannelHandlerContext ctx, WebAnswer answer, boolean keepAlive) {
        ctx.executor().execute(() -> answer(ctx, answer, false, keepAlive));
    }

    private void answer(ChannelHandlerContext ctx, WebAnswer answer, boolean head, boolean keepAlive) {
        ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
        FullHttpResponse http =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        http.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .set("x-content-type-options", "nosniff")
                .set("referrer-policy", "no-referrer")
                .set("cross-origin-opener-policy", "same-origin")
                .set("cross-origin-resource-policy", "same-origin");
        answer.headers().forEach((name, value) -> http.headers().set(name, value));
        if (keepAlive) {
            seat.answered(ctx);
            ctx.writeAndFlush(http).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else {
            http.headers().set(HttpHeaderNames.CONNECTION, "close");
            ctx.writeAndFlush(http).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Resets, bytes that are no TLS, a browser that does not trust the certificate: of no use to anybody else.
        LOG.debug("web: a request was given up, {}", cause.toString());
        ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
