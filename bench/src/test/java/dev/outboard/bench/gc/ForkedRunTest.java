package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForkedRunTest {
    private static final GcConditions OPEN = GcConditions.BASE.withRate(100_000);

    @Test
    void generator_isLateWhereItSleptWhileMessagesWereDue() {
        assertThat(ForkedRun.lateGenerator(OPEN, said(90_000, 100, 0.1), 20))
                .contains("generator: 91 % of the offered messages, and 80 ms of 1000 asleep while one was due"
                        + " (expected: 99 %, or no time to spare)");
    }

    @Test
    void arm_thatIsBusy_isNoLateGenerator() {
        assertThat(ForkedRun.lateGenerator(OPEN, said(40_000, 10, 0.1), 0)).isEmpty();
    }

    @Test
    void sleep_inAPause_isThePauses() {
        assertThat(ForkedRun.lateGenerator(OPEN, said(90_000, 100, 0.1), 90)).isEmpty();
    }

    @Test
    void rate_thatWasReached_isNoQuestion() {
        assertThat(ForkedRun.lateGenerator(OPEN, said(99_000, 500, 0.1), 0)).isEmpty();
        // Each worker has handled up to 255 more than it has said.
        assertThat(ForkedRun.lateGenerator(OPEN, said(98_500, 500, 0.1), 0)).isEmpty();
        assertThat(ForkedRun.lateGenerator(OPEN, said(98_400, 500, 0.1), 0)).isPresent();
        assertThat(ForkedRun.lateGenerator(GcConditions.BASE, said(10, 500, 0.1), 0))
                .isEmpty();
    }

    @Test
    void sleep_onABusyMachine_isTheOthers() {
        assertThat(ForkedRun.lateGenerator(OPEN, said(90_000, 400, 0.5), 0)).isEmpty();
        assertThat(ForkedRun.lateGenerator(OPEN, said(10_000, 600, 0.5), 0)).isPresent();
    }

    @Test
    void flags_thatAreNotTheCells_areNamed() {
        VmFacts sound = said(1, 0, 0).vm();
        assertThat(sound.differenceFrom(GcConditions.BASE)).isEmpty();
        assertThat(sound.differenceFrom(GcConditions.BASE.withLimit(96)))
                .contains("direct memory: 512.0 MiB (expected: 96 MiB, as the cell's)");
        assertThat(sound.differenceFrom(GcConditions.BASE.with(GcCollector.SERIAL)))
                .contains("collector: UseG1GC (expected: UseSerialGC, as the cell's)");
        assertThat(sound.differenceFrom(GcConditions.BASE.withConcurrentExplicit()))
                .contains("ExplicitGCInvokesConcurrent: false (expected: true, as the cell's)");
        VmFacts young = new VmFacts("UseG1GC", 1L << 30, 1L << 30, 96 << 20, 512 << 20, false);
        assertThat(young.differenceFrom(GcConditions.BASE))
                .contains("young generation: 96.0 MiB (expected: 80 MiB, as the cell's)");
        assertThat(young.differenceFrom(GcConditions.BASE.with(GcCollector.G1_FREE_YOUNG)))
                .isEmpty();
    }

    /** What a run of one second says that had to handle 100,000 messages. */
    private static ArmResult said(long messages, double idleLateMillis, double foreignCores) {
        return new ArmResult(
                "17",
                new VmFacts("UseG1GC", 1L << 30, 1L << 30, 80 << 20, 512 << 20, false),
                1,
                2,
                messages,
                0,
                0,
                0,
                0,
                idleLateMillis,
                500,
                new CollectorThreads(0, 0),
                foreignCores,
                GcRun.Memory.UNKNOWN,
                null);
    }
}
