package dev.outboard.im.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of the admin endpoint: finds the route, answers. On its event loop. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final List<Route> routes;

    AdminHandler(List<Route> routes) {
        this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            answer(context, malformed(request.decoderResult().cause()), "", false, false);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        boolean head = request.method().equals(HttpMethod.HEAD);
        String method = head ? "GET" : request.method().name();
        String path = path(request.uri());
        List<Route> here =
                routes.stream().filter(route -> route.path().equals(path)).toList();
        Optional<Route> route =
                here.stream().filter(r -> r.method().equals(method)).findFirst();
        String allowed = here.isEmpty() || route.isPresent() ? "" : methods(here);
        Response response = request.headers().contains(HttpHeaderNames.ORIGIN)
                // No page of a browser has anything to ask here, whichever site it is from.
                ? Response.error(403, "origin: some page (expected: a program)")
                : route.map(r -> run(r, context, request))
                        .orElseGet(() -> here.isEmpty()
                                ? Response.error(404, "path: unknown (expected: one of the endpoint's)")
                                : Response.error(405, "method: another (expected: " + methods(here) + ")"));
        answer(context, response, allowed, head, keepAlive);
    }

    private static Response run(Route route, ChannelHandlerContext context, FullHttpRequest request) {
        Request seen = new Request(
                isLocal(context.channel().remoteAddress()),
                name -> Optional.ofNullable(request.headers().get(name)).orElse(""),
                ByteBufUtil.getBytes(request.content()));
        try {
            return route.handler().apply(seen);
        } catch (RuntimeException e) {
            LOG.error("admin: {} {} failed", route.method(), route.path(), e);
            return Response.error(500, "server: failed (expected: an answer; see its log)");
        }
    }

    private static boolean isLocal(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress();
    }

    /** As it came: nothing is decoded or resolved, so what is not written like a route is none. */
    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static String methods(List<Route> routes) {
        return routes.stream().map(Route::method).collect(Collectors.joining(", "));
    }

    private static Response malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Response.error(414, "request line: too long (expected: " + AdminServer.MAX_LINE + " bytes at most)");
        } else if (cause instanceof TooLongHttpHeaderException) {
            return Response.error(431, "headers: too long (expected: " + AdminServer.MAX_HEADERS + " bytes at most)");
        }
        return Response.error(400, "request: malformed (expected: HTTP/1.1)");
    }

    private static void answer(
            ChannelHandlerContext context, Response response, String allowed, boolean head, boolean keepAlive) {
        ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body());
        FullHttpResponse http =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), body);
        http.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, response.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, response.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff");
        if (!response.tag().isEmpty()) {
            http.headers().set(HttpHeaderNames.ETAG, '"' + response.tag() + '"');
        }
        if (!allowed.isEmpty()) {
            http.headers().set(HttpHeaderNames.ALLOW, allowed);
        }
        if (keepAlive) {
            context.writeAndFlush(http).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else {
            http.headers().set(HttpHeaderNames.CONNECTION, "close");
            context.writeAndFlush(http).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof ReadTimeoutException) {
            LOG.debug("admin: connection ended, {}", cause.toString());
        } else {
            LOG.warn("admin: connection failed", cause);
        }
        context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
