package dev.outboard.rpc.netty;

import dev.outboard.codec.spi.PooledFrame;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an outbound queue for a frame, kept with the frame while that is free: calls and one-way messages that are made off the event
 * loop, and pushes, leave nothing to collect. Whoever owns the frame may use one of them; its use ends before the frame is given up.
 */
final class FrameEntries {
    private @Nullable FrameCall call;
    private @Nullable QueuedMessage message;
    private @Nullable EncodedFrame push;

    private FrameEntries() {}

    /** A call's entry. */
    static FrameCall call(ByteBuf frame) {
        FrameEntries entries = of(frame);
        FrameCall entry = entries.call;
        if (entry == null) {
            entry = new FrameCall();
            entries.call = entry;
        }
        return entry;
    }

    /** A one-way message's entry. */
    static QueuedMessage message(ByteBuf frame) {
        FrameEntries entries = of(frame);
        QueuedMessage entry = entries.message;
        if (entry == null) {
            entry = new QueuedMessage();
            entries.message = entry;
        }
        return entry;
    }

    /** A push's; <em>consumes</em> the frame. */
    static EncodedFrame push(ByteBuf frame, ServerCore owner) {
        FrameEntries entries = of(frame);
        EncodedFrame entry = entries.push;
        if (entry == null) {
            entry = new EncodedFrame(frame, owner);
            entries.push = entry;
            return entry;
        }
        return entry.begin(owner);
    }

    private static FrameEntries of(ByteBuf frame) {
        if (!(frame instanceof PooledFrame handle)) {
            return new FrameEntries();
        }
        if (handle.attachment() instanceof FrameEntries entries) {
            return entries;
        }
        FrameEntries entries = new FrameEntries();
        handle.attach(entries);
        return entries;
    }
}
