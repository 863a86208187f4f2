package dev.outboard.im.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;

/** The subprotocol {@value #NAME}: messages carry the bytes of the wire format, cut anywhere. On the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // of writes, whose failures end the channel
final class BinaryFrames extends ChannelDuplexHandler {
    static final String NAME = "outboard.v1";

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ctx.fireChannelRead(message instanceof BinaryWebSocketFrame frame ? frame.content() : message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean bytes = message instanceof ByteBuf buffer && buffer.isReadable();
        ctx.write(bytes ? new BinaryWebSocketFrame((ByteBuf) message) : message, promise);
    }
}
