package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.safe.SafeCodec;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.ServerListener;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.frame.FrameRules;
import java.util.List;
import java.util.Map;

/** A server's connection without a server: neither its loop nor its workers have a thread. */
final class Rig {
    static final CodecProvider CODEC = new SafeCodec();
    static final FrameAllocator ALLOCATOR = CODEC.newAllocator(MemoryLedger.unbounded());

    static final ServerCore CORE = new ServerCore(
            CODEC,
            ALLOCATOR,
            new WorkerPool(0, 0, Thread::new),
            null,
            Limits.defaults(),
            new ServerHooks(new ServerListener() {}, null, null, List.of()),
            List.of(),
            Map.of());

    final StubLoop loop;
    final StubChannel channel = new StubChannel();
    final AcceptedConnection connection;
    final Outbound out;

    Rig() {
        this(new StubLoop());
    }

    private Rig(StubLoop loop) {
        this(
                loop,
                new LoopContext(
                        loop.eventLoop,
                        CODEC,
                        ALLOCATOR,
                        CORE.writers,
                        new Packing(Compression.NONE, 0),
                        System::nanoTime));
    }

    private Rig(StubLoop loop, LoopContext context) {
        this.loop = loop;
        connection = new AcceptedConnection(CORE, context);
        out = connection.out;
        out.start(channel.context, FrameRules.MAX_HELLO_BYTES);
    }

    /** Another connection of the same loop. */
    Rig another() {
        return new Rig(loop, connection.loop);
    }
}
