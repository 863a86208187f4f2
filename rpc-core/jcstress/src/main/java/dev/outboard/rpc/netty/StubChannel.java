package dev.outboard.rpc.netty;

import dev.outboard.jcstress.Stub;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel that takes everything at once; what was written is read back frame by frame. */
final class StubChannel {
    private static final Channel WRITABLE = Stub.of(Channel.class, (method, args) -> {
        if (method.equals("isWritable")) {
            return true;
        }
        throw Stub.unexpected(method);
    });

    final ChannelHandlerContext context = Stub.of(ChannelHandlerContext.class, this::answer);

    private final List<Frame> frames = new ArrayList<>(0);

    /** A frame that was written. */
    record Frame(long word0, byte[] body) {}

    List<Frame> frames() {
        return frames;
    }

    private @Nullable Object answer(String method, Object[] args) {
        return switch (method) {
            case "channel" -> WRITABLE;
            case "newPromise" -> new DefaultChannelPromise(WRITABLE, ImmediateEventExecutor.INSTANCE);
            case "write" -> {
                read((ByteBuf) args[0]);
                if (args[1] instanceof ChannelPromise promise) {
                    promise.setSuccess();
                }
                yield null;
            }
            case "voidPromise", "flush" -> null;
            default -> throw Stub.unexpected(method);
        };
    }

    private void read(ByteBuf written) {
        while (written.isReadable()) {
            long word0 = written.readLong();
            written.skipBytes(Long.BYTES);
            byte[] body = new byte[FrameHeader.length(word0)];
            written.readBytes(body);
            frames.add(new Frame(word0, body));
        }
        written.release();
    }
}
