package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that are written and read in one go with their tags, against protobuf-java's bytes. */
abstract class TaggedRows extends CodecRows {
    /** Of one byte and of two: a decoder expects no longer ones, it looks them up. */
    private static final List<Integer> TAGS = List.of(1 << 3, 15 << 3, 16 << 3, 2047 << 3);

    TaggedRows(CodecProvider codec) {
        super(codec);
    }

    @ParameterizedTest
    @EnumSource
    void varint_ofEverySize_isProtobufsAndReadsBack(FrameKind kind) {
        for (int tag : TAGS) {
            for (long value : values()) {
                byte[] bytes = written(out -> out.writeVarint64(tag, value));
                assertThat(bytes).as("%d", value).isEqualTo(protobuf(tag, value));
                read(kind, bytes, in -> {
                    assertThat(in.nextVarint(tag)).isTrue();
                    assertThat(in.varint()).isEqualTo(value);
                    assertThat(in.tagOffset()).isZero();
                    assertThat(in.remaining()).isZero();
                    assertThat(in.nextVarint(tag)).isFalse();
                });
            }
        }
    }

    @Test
    void varint_inFrontOfMore_isReadAlone() {
        for (long value : values()) {
            byte[] bytes = written(out -> {
                out.writeVarint64(1 << 3, value);
                out.writeVarint64(2 << 3, ~value);
            });
            read(bytes, in -> {
                assertThat(in.nextVarint(2 << 3)).isFalse();
                assertThat(in.position()).isZero();
                assertThat(in.nextVarint(1 << 3)).isTrue();
                assertThat(in.varint()).isEqualTo(value);
                assertThat(in.nextVarint(2 << 3)).isTrue();
                assertThat(in.varint()).isEqualTo(~value);
            });
        }
    }

    /** What lies behind the region is somebody else's: more of a varint, as it happens. */
    @Test
    void varint_cutOff_isRefused() {
        byte[] bytes = protobuf(1 << 3, -1);
        for (int length = 1; length < bytes.length; length++) {
            int cut = length;
            ByteBuf frame = FrameKind.OWN.frame(frames, bytes);
            reader.attach(frame, frame.readerIndex(), cut);
            assertThatThrownBy(() -> reader.nextVarint(1 << 3))
                    .as("%d bytes", cut)
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("cut off");
            reader.detach();
            frame.release();
        }
    }

    @Test
    void varint_ofElevenBytes_isRefused() {
        byte[] bytes = new byte[12];
        Arrays.fill(bytes, (byte) 0x80);
        bytes[0] = 1 << 3;
        bytes[11] = 1;
        read(
                bytes,
                in -> assertThatThrownBy(() -> in.nextVarint(1 << 3))
                        .isInstanceOf(MalformedMessageException.class)
                        .hasMessageContaining("over 10 bytes"));
    }

    @Test
    void varint_afterTheCall_isRefused() {
        read(protobuf(1 << 3, 300), in -> {});
        assertThat(reader.nextVarint(1 << 3)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\u0141", "\u20ac", "\ud83d\ude00", "\ud83d"})
    void text_ofEveryLength_isProtobufs(String last) {
        for (int tag : TAGS) {
            for (int length : new int[] {0, 1, 7, 8, 9, 40, 125, 126, 127, 128, 129, 1_000}) {
                String text = "x".repeat(length) + last;
                assertThat(written(out -> out.writeUtf8(tag | Wire.LENGTH_DELIMITED, text)))
                        .as("%d characters and %s", length, last)
                        .isEqualTo(protobuf(tag, text));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesOfAReader_ofEveryLength_areCopied(FrameKind kind) {
        byte[] all = new byte[300];
        new Random(3).nextBytes(all);
        read(kind, all, in -> IntStream.range(0, 260).forEach(length -> assertCopied(in, all, length)));
    }

    private void assertCopied(WireReader in, byte[] all, int length) {
        byte[] copied = written(out -> {
            out.writeRaw(in, 7, length);
            out.writeFixed32(-1);
        });
        byte[] expected = Arrays.copyOfRange(all, 7, 7 + length + 4);
        Arrays.fill(expected, length, length + 4, (byte) -1);
        assertThat(copied).as("%d bytes", length).isEqualTo(expected);
    }

    private static long[] values() {
        return LongStream.concat(
                        LongStream.of(0, 0x7f, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1_790_000_000_000L),
                        IntStream.range(0, 64)
                                .mapToLong(bit -> 1L << bit)
                                .flatMap(one -> LongStream.of(one - 1, one, ~one)))
                .toArray();
    }

    private static byte[] protobuf(int tag, long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeUInt64(tag >>> 3, value);
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] protobuf(int tag, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeUInt32NoTag(tag | Wire.LENGTH_DELIMITED);
            out.writeStringNoTag(text);
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
