package dev.outboard.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class MemoryLedgerTest {
    private final MemoryLedger ledger = new MemoryLedger(1000);

    @Test
    void tryReserve_pastTheBudget_refusesAndCounts() {
        assertThat(ledger.tryReserve(900)).isTrue();
        assertThat(ledger.tryReserve(101)).isFalse();
        assertThat(ledger.tryReserve(Long.MAX_VALUE)).isFalse();
        assertThat(ledger.reservedBytes()).isEqualTo(900);
        assertThat(ledger.refusals()).isEqualTo(2);
    }

    @Test
    void unreserve_afterReserve_keepsThePeak() {
        ledger.tryReserve(700);
        ledger.unreserve(300);
        assertThat(ledger.reservedBytes()).isEqualTo(400);
        assertThat(ledger.reservedPeakBytes()).isEqualTo(700);
    }

    @Test
    void unreserve_moreThanTaken_fails() {
        ledger.tryReserve(10);
        assertThatIllegalStateException().isThrownBy(() -> ledger.unreserve(11)).withMessageContaining("reserved: -1");
    }

    @Test
    void settle_closedUsage_keepsItsLostFrames() {
        MemoryLedger.Usage usage = new FixedUsage();
        ledger.open(usage);
        ledger.settle(usage);
        ledger.settle(usage);
        assertThat(ledger.usedBytes()).isZero();
        assertThat(ledger.lostFrames()).isEqualTo(3);
    }

    private static final class FixedUsage implements MemoryLedger.Usage {
        @Override
        public long usedBytes() {
            return 7;
        }

        @Override
        public long lostFrames() {
            return 3;
        }
    }
}
