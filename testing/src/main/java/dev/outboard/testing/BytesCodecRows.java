package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are bytes, on a codec. */
abstract class BytesCodecRows extends CodecRows {
    private static final MessageCodec<byte[]> BYTES = MessageCodec.bytes();

    BytesCodecRows(CodecProvider codec) {
        super(codec);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 61, 62, 4096, 1 << 20})
    void bytes_areWrittenAsTheyAre(int length) {
        byte[] message = WireCase.pattern(length);
        assertThat(written(out -> BYTES.encode(message, out))).isEqualTo(message);
    }

    @ParameterizedTest
    @EnumSource
    void bytes_areReadOutOfEveryKindOfFrame(FrameKind kind) {
        byte[] message = WireCase.pattern(300);
        read(kind, message, in -> {
            assertThat(BYTES.decode(in)).isEqualTo(message);
            assertThat(in.remaining()).isZero();
            assertThat(BYTES.decode(in)).isEmpty();
        });
    }

    @Test
    void bytes_areWhatIsLeft() {
        byte[] message = {1, 2, 3, 4};
        read(message, in -> {
            in.skip(1);
            assertThat(BYTES.decode(in)).containsExactly(2, 3, 4);
        });
    }

    @Test
    void bytes_outliveTheFrame() {
        byte[][] message = new byte[1][];
        read(WireCase.pattern(9), in -> message[0] = BYTES.decode(in));
        read(new byte[9], in -> assertThat(message[0]).isEqualTo(WireCase.pattern(9)));
    }

    @Test
    void bytes_tooLong_leaveTheWriterAsItWas() {
        ByteBuf frame = frames.buffer(16, 16);
        try {
            writer.attach(frame, 0);
            assertThatThrownBy(() -> BYTES.encode(new byte[17], writer)).isInstanceOf(FrameOverflowException.class);
            assertThat(writer.position()).isZero();
            BYTES.encode(new byte[16], writer);
            assertThat(writer.detach()).isEqualTo(16);
        } finally {
            frame.release();
        }
    }

    @Test
    void writerAndReader_afterTheirCall_refuse() {
        read(written(out -> BYTES.encode(new byte[1], out)), BYTES::decode);
        assertThatThrownBy(() -> BYTES.encode(new byte[1], writer)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> BYTES.decode(reader)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ensure_makesRoomAtOnce_orLeavesTheFrameAsItWas() {
        ByteBuf frame = frames.buffer(16, 1000);
        try {
            writer.attach(frame, 0);
            writer.ensure(1000);
            int capacity = frame.capacity();
            BYTES.encode(new byte[1000], writer);
            assertThat(frame.capacity()).isEqualTo(capacity).isEqualTo(1000);
            assertThatThrownBy(() -> writer.ensure(1)).isInstanceOf(FrameOverflowException.class);
            assertThat(writer.detach()).isEqualTo(1000);
        } finally {
            frame.release();
        }
    }
}
