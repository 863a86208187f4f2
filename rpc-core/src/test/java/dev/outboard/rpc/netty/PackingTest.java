package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.compression.Compressor;
import dev.outboard.rpc.compression.Decompressor;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of frames where a compressor fails, which those that come with this do not. */
final class PackingTest {
    private static final IllegalStateException BROKEN = new IllegalStateException("broken");

    /** Fails in the middle. */
    private static final class Broken implements Compressor, Decompressor {
        @Override
        public void begin(ByteBuffer message) {
            // It begins well.
        }

        @Override
        public void begin(ByteBuffer compressed, int messageBytes) {
            // It begins well.
        }

        @Override
        public int room() {
            return 100;
        }

        @Override
        public boolean step(ByteBuffer target) {
            throw BROKEN;
        }

        @Override
        public void end() {
            // It holds nothing.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"safe", "unsafe"})
    void compressorThatFails_leavesNothingBehind(String codec) {
        MemoryLedger ledger = MemoryLedger.unbounded();
        CodecProvider provider = Codecs.load(codec);
        try (FrameAllocator allocator = provider.newAllocator(ledger);
                Packing packing = new Packing(Compression.LZ4, 0, with -> new Broken(), with -> new Broken())) {
            LoopContext loop = new LoopContext(
                    new EmbeddedChannel().eventLoop(),
                    provider,
                    allocator,
                    new WriterPool(provider),
                    packing,
                    System::nanoTime);
            ByteBuf frame = allocator.directBuffer(1000).writeZero(FrameHeader.BYTES + 500);
            assertThatThrownBy(() -> packing.pack(loop, frame, 0, Compression.LZ4))
                    .isSameAs(BROKEN);
            assertThat(ledger.usedBytes()).isZero();

            ByteBuf compressed = allocator.directBuffer(100);
            compressed.writeByte(Compression.LZ4.number()).writeInt(300).writeZero(20);
            assertThatThrownBy(() -> packing.unpack(loop, compressed, 0, 25, 1000))
                    .hasCause(BROKEN)
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> assertThat(e.status().code()).isEqualTo(StatusCode.INTERNAL));
            compressed.release();
            assertThat(ledger.usedBytes()).isZero();
        }
    }
}
