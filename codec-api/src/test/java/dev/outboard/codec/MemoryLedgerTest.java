package dev.outboard.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
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

    @Test
    void recording_hasRefusalsAndTheMark() throws IOException {
        List<RecordedEvent> events = recorded(recording -> recording.enable("dev.outboard.BudgetPressure"));
        assertThat(events)
                .extracting(
                        event -> event.getLong("requestedBytes"),
                        event -> event.getLong("reservedBytes"),
                        event -> event.getLong("budgetBytes"),
                        event -> event.getBoolean("refused"))
                .containsExactly(
                        tuple(100L, 900L, 1_000L, false),
                        tuple(101L, 900L, 1_000L, true),
                        tuple(50L, 900L, 1_000L, false));
    }

    @Test
    void recordingThatDoesNotWantPressure_hasNone() throws IOException {
        assertThat(recorded(recording -> recording.disable("dev.outboard.BudgetPressure")))
                .isEmpty();
    }

    /** Goes to the mark, past the budget, back and to the mark again. */
    private List<RecordedEvent> recorded(Consumer<Recording> settings) throws IOException {
        Path file = Files.createTempFile("budget", ".jfr");
        try (Recording recording = new Recording()) {
            settings.accept(recording);
            recording.start();
            ledger.tryReserve(800);
            ledger.tryReserve(100);
            ledger.tryReserve(101);
            ledger.unreserve(50);
            ledger.tryReserve(50);
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        } finally {
            Files.delete(file);
        }
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
