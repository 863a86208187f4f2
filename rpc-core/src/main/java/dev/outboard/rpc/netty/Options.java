package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.NanoClock;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.TlsOptions;
import io.netty.channel.EventLoopGroup;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the builders collected; immutable. */
final class Options {
    /** Shorter messages are hardly shorter when compressed. */
    static final int COMPRESS_FROM_BYTES = 1 << 10;

    private Options() {}

    /** Of a server. */
    record Server(
            CodecProvider codec,
            MemoryLedger ledger,
            @Nullable FrameAllocator allocator,
            Transport transport,
            @Nullable EventLoopGroup eventLoopGroup,
            SocketAddress address,
            int eventLoops,
            int workers,
            int workerQueue,
            int virtualThreads,
            int sendBufferBytes,
            int receiveBufferBytes,
            Limits limits,
            Packing packing,
            @Nullable TlsOptions tls,
            List<Service> services,
            ServerHooks hooks,
            NanoClock clock) {}

    /** Of a client. */
    record Client(
            CodecProvider codec,
            MemoryLedger ledger,
            @Nullable FrameAllocator allocator,
            Transport transport,
            @Nullable EventLoopGroup eventLoopGroup,
            int eventLoops,
            int sendBufferBytes,
            int receiveBufferBytes,
            Limits limits,
            Packing packing,
            @Nullable TlsOptions tls,
            Map<Method, PushHandler> pushes,
            Supplier<byte[]> credentials,
            NanoClock clock) {}

    /**
     * Checks that the codec reads and writes the allocator's frames.
     *
     * @throws IllegalArgumentException for frames of another codec's memory
     */
    static void checkFits(FrameAllocator allocator, CodecProvider codec) {
        Class<?> memory = allocator.source().getClass();
        if (memory != codec.memorySource().getClass()) {
            throw new IllegalArgumentException("allocator: of " + memory.getSimpleName() + " (expected: one that codec "
                    + codec.name() + " made)");
        }
    }

    static int atLeast(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + min + ")");
        }
        return value;
    }
}
