package dev.outboard.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void varintSize_everyBitLength_isSevenBitsAByte() {
        for (int bits = 1; bits <= 64; bits++) {
            long value = -1L >>> (64 - bits);
            assertThat(Wire.varintSize64(value)).as("%d bits", bits).isEqualTo((bits + 6) / 7);
            if (bits <= 32) {
                assertThat(Wire.varintSize32((int) value)).as("%d bits", bits).isEqualTo((bits + 6) / 7);
            }
        }
        assertThat(Wire.varintSize64(0)).isEqualTo(1);
        assertThat(Wire.varintSize32(0)).isEqualTo(1);
    }

    @Test
    void zigZag_edges_roundTrip() {
        for (long value : new long[] {0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(Wire.unZigZag64(Wire.zigZag64(value))).isEqualTo(value);
            assertThat(Wire.unZigZag32(Wire.zigZag32((int) value))).isEqualTo((int) value);
        }
        assertThat(Wire.zigZag32(-1)).isEqualTo(1);
        assertThat(Wire.zigZag64(Long.MIN_VALUE)).isEqualTo(-1);
    }
}
