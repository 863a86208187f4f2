package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.safe.SafeCodec;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.ServerListener;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Long messages, and what stands behind them, where writing fails. */
final class LongMessagesTest {
    private static final int LENGTH = FrameHeader.BYTES + (1 << 20);

    private final MemoryLedger ledger = MemoryLedger.unbounded();
    private final List<String> said = new ArrayList<>();

    private final LongMessage.Owner failing = new LongMessage.Owner() {
        @Override
        public boolean wantsRest() {
            throw new IllegalStateException("by the test");
        }

        @Override
        public void longMessageEnded(Outbound out, int unsentBytes) {
            said.add("ended");
        }

        @Override
        public void longMessageDiscarded() {
            said.add("discarded");
        }
    };

    @Test
    void partThatCannotBeWritten_givesItsMessageUp() {
        try (Rig rig = new Rig()) {
            LongMessages messages = new LongMessages(LENGTH);
            assertThat(messages.admit(LENGTH, 0)).isTrue();
            assertThat(messages.admit(LENGTH, 0)).isFalse();
            ByteBuf frame = rig.allocator.directBuffer(LENGTH);
            messages.add(new LongMessage(frame.writerIndex(LENGTH), 0, 0, failing));
            assertThatThrownBy(() -> messages.writePart(rig.connection.out)).hasMessage("by the test");
            assertThat(said).containsExactly("discarded");
            assertThat(messages.isEmpty()).isTrue();
            assertThat(messages.admit(LENGTH, 0)).as("room again").isTrue();
        }
    }

    @Test
    void messagesBehindOneThatCannotBeWritten_areGivenUp() {
        try (Rig rig = new Rig()) {
            StreamEnd stream = rig.stream();
            stream.beginLong();
            for (String name : List.of("first", "fails", "third", "fourth")) {
                assertThat(stream.standsBehind(new Named(name, said))).isTrue();
            }
            assertThatThrownBy(() -> stream.endLong(rig.connection.out)).hasMessage("fails");
            assertThat(said).containsExactly("first written", "third discarded", "fourth discarded");
        }
    }

    private record Named(String name, List<String> said) implements Outgoing {
        @Override
        public int lengthBytes() {
            return FrameHeader.BYTES;
        }

        @Override
        public void writeTo(Outbound out) {
            if (name.equals("fails")) {
                throw new IllegalStateException(name);
            }
            said.add(name + " written");
        }

        @Override
        public void discard() {
            said.add(name + " discarded");
        }
    }

    /** A server's connection without a network. */
    private final class Rig implements AutoCloseable {
        final CodecProvider codec = new SafeCodec();
        final FrameAllocator allocator = codec.newAllocator(ledger);
        final AcceptedConnection connection;
        private final WorkerPool workers = new WorkerPool(1, 2, Thread::new);
        private final EmbeddedChannel channel;

        Rig() {
            ServerHooks hooks = new ServerHooks(new ServerListener() {}, null, null, List.of());
            ServerCore core =
                    new ServerCore(codec, allocator, workers, null, Limits.defaults(), hooks, List.of(), Map.of());
            channel = new EmbeddedChannel();
            connection = new AcceptedConnection(
                    core,
                    new LoopContext(
                            channel.eventLoop(),
                            codec,
                            allocator,
                            core.writers,
                            new Packing(Compression.NONE, 0),
                            System::nanoTime));
        }

        StreamEnd stream() {
            return new StreamEnd(connection) {
                @Override
                int streamId() {
                    return 0;
                }

                @Override
                boolean takesMessages() {
                    return false;
                }

                @Override
                void tellReady() {
                    throw new AssertionError("ready");
                }
            };
        }

        @Override
        public void close() {
            channel.finishAndReleaseAll();
            workers.close();
            assertThat(ledger.usedBytes()).isZero();
            allocator.close();
        }
    }
}
