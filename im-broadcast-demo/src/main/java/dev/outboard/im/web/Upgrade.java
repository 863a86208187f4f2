package dev.outboard.im.web;

import dev.outboard.rpc.netty.SideDoor;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Makes WebSockets of requests that ask for one (RFC 6455, section 4.2), and connections of the RPC server of these. No extension
 * is agreed on: what compresses can be made to expand, and messages here are short. Any event loop.
 */
final class Upgrade {
    static final String PATH = "/ws";
    /** Of a message, either way of a page's: a text of the longest that settings allow, escaped, fits. */
    static final int MAX_MESSAGE_BYTES = 512 << 10;

    private static final int MAX_FRAME_BYTES = MAX_MESSAGE_BYTES;
    private static final int KEY_BYTES = 16;
    private static final String VERSION = "13";
    private static final List<String> SUBPROTOCOLS = List.of(JsonFrames.NAME, BinaryFrames.NAME);

    private final Origins origins;
    private final JsonCalls calls = new JsonCalls();

    Upgrade(Origins origins) {
        this.origins = origins;
    }

    /** Why a request for {@link #PATH} is refused; nothing where it is not. */
    Optional<WebAnswer> refusal(FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)) {
            return Optional.of(WebAnswer.notAllowed("GET"));
        } else if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            return Optional.of(WebAnswer.error(426, "upgrade: none (expected: websocket)")
                    .with(HttpHeaderNames.UPGRADE, "websocket"));
        } else if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return Optional.of(WebAnswer.error(426, "websocket version: another (expected: 13)")
                    .with(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION)
                    .with(HttpHeaderNames.UPGRADE, "websocket"));
        } else if (!isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""))) {
            return Optional.of(WebAnswer.error(400, "sec-websocket-key: none (expected: 16 bytes in base64)"));
        } else if (!origins.accepts(headers.get(HttpHeaderNames.ORIGIN, ""), headers.get(HttpHeaderNames.HOST, ""))) {
            return Optional.of(
                    WebAnswer.error(403, "origin: another site (expected: this server's pages, or --web-origins)"));
        } else if (subprotocol(headers).isEmpty()) {
            return Optional.of(WebAnswer.error(
                    400,
                    "sec-websocket-protocol: none that is known (expected: " + String.join(", ", SUBPROTOCOLS) + ")"));
        }
        return Optional.empty();
    }

    /** Answers a request that was not refused. {@code front} and whatever else speaks HTTP leave the pipeline. */
    void accept(ChannelHandlerContext ctx, FullHttpRequest request, SideDoor door, List<ChannelHandler> front) {
        Channel channel = ctx.channel();
        String subprotocol = subprotocol(request.headers()).orElseThrow();
        boolean text = subprotocol.equals(JsonFrames.NAME);
        WebSocketServerHandshaker13 handshaker = new WebSocketServerHandshaker13(
                PATH,
                subprotocol,
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(MAX_FRAME_BYTES)
                        .expectMaskedFrames(true)
                        .allowMaskMismatch(false)
                        .allowExtensions(false)
                        .closeOnProtocolViolation(false)
                        .build());
        handshaker.handshake(channel, request).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        ChannelPipeline pipeline = channel.pipeline();
        front.forEach(pipeline::remove);
        SocketEnd end = new SocketEnd(text, MAX_MESSAGE_BYTES);
        pipeline.addBefore("wsdecoder", null, end.meter());
        pipeline.addLast(new Utf8FrameValidator(false))
                .addLast(end)
                .addLast(new WebSocketFrameAggregator(MAX_MESSAGE_BYTES))
                .addLast(text ? new JsonFrames(calls, end) : new BinaryFrames());
        door.admit(channel);
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The first that the client names and the server knows. */
    private static Optional<String> subprotocol(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::trim)
                .filter(SUBPROTOCOLS::contains)
                .findFirst();
    }
}
