package dev.outboard.rpc.netty;

import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.frame.ServerTimes;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What the RESPONSE that is being handed to the user carries beside its body. Belongs to the event loop. */
final class ReceivedInfo implements ReplyInfo {
    private @Nullable ByteBuf buffer;
    private int extension;
    private int extensionBytes;
    private int times;

    /** <em>Borrows</em> the buffer until {@link #detach}. */
    void attach(ByteBuf newBuffer, int newExtension, int newExtensionBytes, int newTimes) {
        buffer = newBuffer;
        extension = newExtension;
        extensionBytes = newExtensionBytes;
        times = newTimes;
    }

    void detach() {
        buffer = null;
        extensionBytes = 0;
        times = ServerTimes.NONE;
    }

    @Override
    public Metadata metadata() {
        ByteBuf from = buffer;
        return from == null || extensionBytes == 0
                ? Metadata.EMPTY
                : ExtensionBlock.metadata(from, extension, extensionBytes);
    }

    @Override
    public boolean hasServerTimes() {
        return times != ServerTimes.NONE;
    }

    @Override
    public long serverQueueNanos() {
        return ServerTimes.queueNanos(times);
    }

    @Override
    public long serverRunNanos() {
        return ServerTimes.runNanos(times);
    }
}
