package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerListener;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.model.ModelCall;
import dev.outboard.rpc.model.ModelConnection;
import dev.outboard.rpc.model.ModelFrame;
import dev.outboard.testing.FakeClock;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A server's connection on a channel without a network, beside the model of it: what one gets, the other gets. */
final class ModelRig {
    static final Limits LIMITS = Limits.defaults()
            .withMaxFrameBytes(4096)
            .withMaxConcurrentCalls(7)
            .withMaxMessageBytes(9000)
            .withMaxMethods(20)
            .withStreamWindowBytes(1500)
            .withConnectionWindowBytes(4000);

    private static final ServerHooks HOOKS = new ServerHooks(new ServerListener() {}, null, null, List.of());

    final ModelConnection model = new ModelConnection(new ModelConnection.Limits(4096, 9000, 7, 20, 1500, 4000));
    private final ModelHandlers handlers = new ModelHandlers();
    private final FrameAllocator allocator;
    private final ServerCore core;
    private final FakeClock clock = new FakeClock();
    private final EmbeddedChannel channel;
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private AcceptedConnection connection;

    ModelRig(CodecProvider codec, MemoryLedger ledger, WorkerPool workers) {
        allocator = codec.newAllocator(ledger);
        List<Service> services = List.of(handlers.service());
        core = new ServerCore(codec, allocator, workers, null, LIMITS, HOOKS, services, ServerCore.routesOf(services));
        channel = new EmbeddedChannel(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel ch) {
                ch.config().setAllocator(allocator);
                connection = new AcceptedConnection(
                        core,
                        new LoopContext(
                                ch.eventLoop(),
                                codec,
                                allocator,
                                core.writers,
                                new Packing(Compression.NONE, 0),
                                clock::nanoTime));
                ch.pipeline().addLast(connection);
            }
        });
    }

    /** Both read; several pieces are what the system had before the loop looked again. */
    void read(List<byte[]> pieces) {
        pieces.forEach(model::read);
        Object[] buffers = new Object[pieces.size()];
        for (int i = 0; i < buffers.length; i++) {
            byte[] piece = pieces.get(i);
            buffers[i] = allocator
                    .directBuffer(3 + Math.max(1, piece.length))
                    .writeZero(3)
                    .skipBytes(3)
                    .writeBytes(piece);
        }
        if (channel.isOpen()) {
            channel.writeInbound(buffers);
        } else {
            for (Object buffer : buffers) {
                ((ByteBuf) buffer).release();
            }
        }
        settle();
    }

    /** Ends the eldest call that a handler keeps; false where there is none. */
    boolean endCall(int status) {
        ServerCall call = handlers.parked.poll();
        if (call == null || !connection.isOpen()) {
            return false;
        }
        model.finish(slotOf(((InboundCall) call).stream()), status);
        if (status == 0) {
            call.complete();
        } else {
            call.fail(StatusCode.of(status), "by the script");
        }
        settle();
        return true;
    }

    /** The same of the streams, of which a client may have ended the eldest. */
    boolean endStream(int status) {
        InboundStream stream = (InboundStream) handlers.held.poll();
        if (stream == null || !connection.isOpen() || stream.isOver()) {
            return false;
        }
        model.finish(slotOf(stream.id()), status);
        if (status == 0) {
            stream.complete();
        } else {
            stream.fail(StatusCode.of(status), "by the script");
        }
        settle();
        return true;
    }

    void drain() {
        model.drain();
        connection.drain();
        settle();
    }

    /** The client closes; whatever is left must be given up. */
    void end() {
        model.end();
        channel.close().syncUninterruptibly();
        channel.runPendingTasks();
        release();
        settleFaults();
        while (!handlers.parked.isEmpty()) {
            handlers.parked.poll().complete();
        }
        for (ServerStream stream : handlers.held) {
            assertThat(stream.cancelled() || ((InboundStream) stream).isOver()).isTrue();
        }
        channel.runPendingTasks();
        allocator.close();
    }

    boolean isClosed() {
        return model.phase() == ModelConnection.Phase.CLOSED;
    }

    private static int slotOf(int stream) {
        return stream & 0xfffff;
    }

    private void settle() {
        channel.runPendingTasks();
        channel.checkException();
        release();
        model.duties().settled();
        assertThat(handlers.sunk).isEqualTo(model.sunk());
        assertThat(channel.isOpen()).isEqualTo(!isClosed());
        settleFaults();
    }

    private void settleFaults() {
        if (model.fault().isEmpty()) {
            assertThat(core.faults.counts()).isEmpty();
        } else {
            assertThat(core.faults.counts()).hasSize(1);
            assertThat(core.faults.counts().keySet()).isSubsetOf(model.fault());
        }
    }

    /** Shows the model what the connection has written, frame by frame. */
    private void release() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            out.release();
            unread.writeBytes(bytes);
        }
        byte[] all = unread.toByteArray();
        int at = 0;
        while (at < all.length) {
            int length = ModelFrame.HEADER + ((all[at] & 0xff) << 16 | (all[at + 1] & 0xff) << 8 | all[at + 2] & 0xff);
            byte[] frame = new byte[length];
            System.arraycopy(all, at, frame, 0, length);
            model.duties().sent(frame);
            at += length;
        }
        unread.reset();
    }

    /** The call of a slot whose id frames may still name. */
    ModelCall call(int slot) {
        return model.call(slot);
    }
}
