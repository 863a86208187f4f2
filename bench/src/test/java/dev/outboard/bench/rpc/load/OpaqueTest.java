package dev.outboard.bench.rpc.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpaqueTest {
    @ParameterizedTest
    @EnumSource(names = {"BYTES_64", "BYTES_1024"})
    void bytes_matchTheirOwnCallOnly(Payload payload) {
        Opaque opaque = new Opaque(payload);
        byte[] bytes = opaque.bytes(5);
        assertThat(bytes).hasSize(payload.bytes());
        assertThat(opaque.matches(5, bytes)).isTrue();
        assertThat(opaque.matches(6, bytes)).isFalse();
        assertThat(opaque.matches(5, new byte[payload.bytes() - 8])).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTES_64", "BYTES_1024"})
    void everySixteenthCall_isCheckedToTheByte(Payload payload) {
        Opaque opaque = new Opaque(payload);
        byte[] bytes = opaque.bytes(32);
        bytes[20]++;
        assertThat(Opaque.isFullyChecked(32)).isTrue();
        assertThat(opaque.matches(32, bytes)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTES_64", "BYTES_1024"})
    void words_areTheBytes(Payload payload) {
        Opaque opaque = new Opaque(payload);
        ByteBuffer bytes = ByteBuffer.wrap(opaque.bytes(7)).order(ByteOrder.LITTLE_ENDIAN);
        for (int offset = 0; offset < payload.bytes(); offset += 8) {
            assertThat(opaque.word(7, offset)).isEqualTo(bytes.getLong(offset));
        }
    }
}
