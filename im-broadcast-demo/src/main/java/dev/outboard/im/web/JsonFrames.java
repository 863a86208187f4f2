package dev.outboard.im.web;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.Preface;
import dev.outboard.rpc.frame.StatusWord;
import dev.outboard.rpc.frame.Windows;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subprotocol {@value #NAME}: a client of the wire format, in the pipeline of the server's own connection. What comes as JSON goes on
 * as frames, and what comes as frames goes out as JSON, one object in a message (docs/im-web.md). On the event loop.
 *
 * <p>The connection writes while it is being flushed, so an answer to what it writes does not go to it before that is over.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of writes, whose failures end the channel
final class JsonFrames extends ChannelDuplexHandler {
    static final String NAME = "outboard.json.v1";

    private static final Logger LOG = LoggerFactory.getLogger(JsonFrames.class);

    private enum State {
        NEW,
        CONNECTING,
        OPEN
    }

    private final JsonCalls calls;
    private final SocketEnd end;
    private final JsonSlots slots = new JsonSlots();
    private final Map<Integer, Method> pushes = new HashMap<>();
    private final Hello hello;
    private State state = State.NEW;
    private long connectId;
    private int maxFrameBytes;

    JsonFrames(JsonCalls calls, SocketEnd end) {
        this.calls = calls;
        this.end = end;
        this.hello = hello(new byte[0]);
        end.because(CloseCode.TIMEOUT, "connect: none came (expected: within 5 s)");
    }

    private static Hello hello(byte[] token) {
        return Hello.own(FrameHeader.MAX_LENGTH, FrameHeader.MAX_LENGTH, new Windows(1, 1), token, 0);
    }

    // ---- from the page

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof TextWebSocketFrame frame)) {
            ctx.fireChannelRead(message);
            return;
        }
        String json;
        try {
            json = frame.text();
        } finally {
            frame.release();
        }
        try {
            onRequest(ctx, calls.parse(json));
        } catch (JsonFormException e) {
            end.fail(CloseCode.BAD_JSON, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            failed(e);
        }
    }

    private void onRequest(ChannelHandlerContext ctx, JsonRequest request) throws IOException {
        if (request.method().equals("connect")) {
            connect(ctx, request);
        } else if (state != State.OPEN) {
            refuse(
                    ctx,
                    request,
                    StatusCode.FAILED_PRECONDITION,
                    "connect: not answered yet (expected: before all else)");
        } else {
            call(ctx, request);
        }
    }

    private void connect(ChannelHandlerContext ctx, JsonRequest request) throws IOException {
        if (state != State.NEW) {
            refuse(ctx, request, StatusCode.FAILED_PRECONDITION, "connect: second (expected: one)");
            return;
        }
        JsonNode token = request.params().path("token");
        byte[] bytes = token.asText("").getBytes(StandardCharsets.UTF_8);
        if (!token.isMissingNode() && !token.isTextual() || bytes.length > Hello.MAX_TOKEN_BYTES) {
            refuse(
                    ctx,
                    request,
                    StatusCode.INVALID_ARGUMENT,
                    "token: something else (expected: a string of at most " + Hello.MAX_TOKEN_BYTES + " bytes)");
            return;
        }
        state = State.CONNECTING;
        connectId = request.id();
        byte[] body = hello(bytes).encode();
        ByteBuf out = ctx.alloc().directBuffer(Preface.BYTES + FrameHeader.BYTES + body.length);
        out.writeLong(Preface.VALUE);
        frame(out, FrameType.HELLO, 0, body);
        ctx.fireChannelRead(out);
    }

    private void call(ChannelHandlerContext ctx, JsonRequest request) throws IOException {
        JsonCalls.Known known = calls.find(request.method());
        if (known == null) {
            refuse(ctx, request, StatusCode.UNIMPLEMENTED, "method: unknown (expected: one of the chat's)");
            return;
        }
        if (!slots.hasRoom()) {
            refuse(
                    ctx,
                    request,
                    StatusCode.RESOURCE_EXHAUSTED,
                    "calls: too many in flight (expected: at most " + slots.limit() + ")");
            return;
        }
        ByteBuf out = ctx.alloc().directBuffer(256);
        try {
            out.writeZero(FrameHeader.BYTES);
            JsonReading.write(request.params(), known.types().request(), out);
            int length = out.readableBytes() - FrameHeader.BYTES;
            if (length > maxFrameBytes) {
                throw new JsonFormException("params: too long (expected: at most " + maxFrameBytes + " bytes)");
            }
            int stream = slots.take(request.id(), known);
            out.setLong(0, FrameHeader.word0(length, FrameType.REQUEST, known.number()));
            out.setLong(Long.BYTES, FrameHeader.word1(stream, 0));
        } catch (JsonFormException e) {
            out.release();
            refuse(ctx, request, StatusCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
            return;
        } catch (Throwable t) {
            out.release();
            throw t;
        }
        ctx.fireChannelRead(out);
    }

    private void refuse(ChannelHandlerContext ctx, JsonRequest request, StatusCode code, String message)
            throws IOException {
        ctx.writeAndFlush(text(ctx, json -> writeError(json, request.id(), code, true, message)));
    }

    // ---- from the connection

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf frames) || !frames.isReadable()) {
            ctx.write(message, promise);
            return;
        }
        try {
            while (frames.isReadable()) {
                onFrame(ctx, frames);
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        } finally {
            frames.release();
        }
        // What became of the bytes that go behind the messages became of the messages.
        ctx.write(Unpooled.EMPTY_BUFFER, promise);
    }

    private void onFrame(ChannelHandlerContext ctx, ByteBuf frames) throws IOException {
        long word0 = frames.readLong();
        long word1 = frames.readLong();
        ByteBuf body =
                frames.readSlice(FrameHeader.length(word0)).skipBytes(FrameHeader.extension(word0) * Integer.BYTES);
        switch (FrameHeader.type(word0)) {
            case FrameType.HELLO_ACK -> onAck(ctx, HelloAck.decode(ByteBufUtil.getBytes(body), hello));
            case FrameType.METHOD_DEF ->
                pushes.put(FrameHeader.aux16(word0), MethodDef.decode(ByteBufUtil.getBytes(body)));
            case FrameType.RESPONSE -> onResponse(ctx, FrameHeader.stream(word1), FrameHeader.aux16(word0), body);
            case FrameType.NOTIFY -> onPush(ctx, FrameHeader.aux16(word0), body);
            case FrameType.PING -> {
                byte[] ping = ByteBufUtil.getBytes(body);
                later(ctx, out -> frame(out, FrameType.PONG, 0, ping));
            }
            case FrameType.GOAWAY -> onGoAway(ctx, FrameHeader.aux16(word0), body.toString(StandardCharsets.UTF_8));
            default ->
                LOG.debug(
                        "frame: {} (expected: nothing that a page need know)", FrameType.name(FrameHeader.type(word0)));
        }
    }

    private void onAck(ChannelHandlerContext ctx, HelloAck ack) {
        maxFrameBytes = ack.maxFrameBytes();
        slots.limit(ack.maxCalls());
        end.because(CloseCode.NORMAL, "");
        later(ctx, out -> {
            for (JsonCalls.Known known : calls.all()) {
                frame(out, FrameType.METHOD_DEF, known.number(), MethodDef.encode(known.method()));
            }
        });
        ctx.executor().execute(() -> {
            state = State.OPEN;
            try {
                ctx.writeAndFlush(text(ctx, json -> {
                    json.writeStartObject();
                    json.writeNumberField("id", connectId);
                    json.writeObjectFieldStart("result");
                    json.writeNumberField("maxCalls", slots.limit());
                    json.writeNumberField("maxMessageBytes", maxFrameBytes);
                    json.writeEndObject();
                    json.writeEndObject();
                }));
            } catch (IOException e) {
                failed(e);
            }
        });
    }

    private void onResponse(ChannelHandlerContext ctx, int stream, int status, ByteBuf body) throws IOException {
        JsonSlots.Used call = slots.giveBack(stream);
        if (status == StatusWord.OK) {
            write(ctx, json -> {
                json.writeStartObject();
                json.writeNumberField("id", call.id());
                json.writeFieldName("result");
                JsonWriting.write(body, call.known().types().response(), json);
                json.writeEndObject();
            });
        } else {
            String message = JsonCalls.failure(body);
            write(
                    ctx,
                    json -> writeError(
                            json, call.id(), StatusWord.code(status), StatusWord.notProcessed(status), message));
        }
    }

    private void onPush(ChannelHandlerContext ctx, int number, ByteBuf body) throws IOException {
        Method method = pushes.get(number);
        ProtoMessage message = method == null ? null : calls.push(method);
        if (method == null || message == null) {
            LOG.debug("push: {} (expected: one of the chat's)", method);
            return;
        }
        if (method.equals(ChatMethods.ENDED)) {
            end.because(JsonCalls.farewell(body.duplicate()), "see the push \"ended\"");
        }
        writePush(ctx, JsonCalls.shortName(method), json -> JsonWriting.write(body, message, json));
    }

    private void onGoAway(ChannelHandlerContext ctx, int code, String why) throws IOException {
        end.because(CloseCode.of(code), why);
        if (code == 0) {
            writePush(ctx, "drain", json -> {
                json.writeStartObject();
                json.writeStringField("hint", why);
                json.writeEndObject();
            });
        }
    }

    // ---- both ways

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static void writeError(JsonGenerator json, long id, StatusCode code, boolean notProcessed, String message)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeObjectFieldStart("error");
        json.writeStringField("code", code.name());
        json.writeStringField("message", message);
        json.writeBooleanField("notProcessed", notProcessed);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writePush(ChannelHandlerContext ctx, String name, Writing data) throws IOException {
        write(ctx, json -> {
            json.writeStartObject();
            json.writeStringField("push", name);
            json.writeFieldName("data");
            data.to(json);
            json.writeEndObject();
        });
    }

    private void write(ChannelHandlerContext ctx, Writing writing) throws IOException {
        ctx.write(text(ctx, writing), ctx.voidPromise());
    }

    /** <em>Returns owned</em>. */
    private TextWebSocketFrame text(ChannelHandlerContext ctx, Writing writing) throws IOException {
        ByteBuf out = ctx.alloc().directBuffer(512);
        try (OutputStream bytes = new ByteBufOutputStream(out);
                JsonGenerator json = calls.factory().createGenerator(bytes, JsonEncoding.UTF8)) {
            writing.to(json);
        } catch (IOException | RuntimeException e) {
            out.release();
            throw e;
        }
        return new TextWebSocketFrame(out);
    }

    private static void frame(ByteBuf out, int type, int aux16, byte[] body) {
        out.writeLong(FrameHeader.word0(body.length, type, aux16));
        out.writeLong(FrameHeader.word1(0, 0));
        out.writeBytes(body);
    }

    @FunctionalInterface
    private interface Frames {
        void to(ByteBuf out);
    }

    /** Gives the connection frames, when what it is at is over. */
    private static void later(ChannelHandlerContext ctx, Frames frames) {
        ctx.executor().execute(() -> {
            if (!ctx.isRemoved()) {
                ByteBuf out = ctx.alloc().directBuffer(1 << 10);
                frames.to(out);
                ctx.fireChannelRead(out);
                ctx.fireChannelReadComplete();
            }
        });
    }

    private void failed(Exception e) {
        LOG.warn("websocket: a message could not be translated", e);
        end.fail(CloseCode.INTERNAL, "server: failed (expected: an answer; see its log)");
    }
}
