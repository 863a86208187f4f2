package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The samples are cut from real logs of each JDK: of G1 one full, one young, one remark and one cleanup pause; of Parallel and
 * Serial one full and one young; of ZGC one cycle with two stalls.
 */
class GcLogTest {
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void pauses_areFoundWithTheirKind(int jdk) {
        assertThat(sample(jdk).pauses().stream().map(GcLog.Pause::kind))
                .containsExactly("Full (System.gc())", "Young (Concurrent Start)", "Remark", "Cleanup");
    }

    @Test
    void durations_areThoseOfTheLog() {
        assertThat(sample(17).pauses().stream().map(GcLog.Pause::millis)).containsExactly(90.245, 28.518, 4.732, 0.152);
        assertThat(sample(25).pauses().stream().map(GcLog.Pause::millis))
                .containsExactly(119.556, 22.530, 4.592, 0.077);
    }

    @Test
    void cpu_isUserAndSystemTime() {
        assertThat(sample(17).pauses().get(0).cpuMillis()).isEqualTo(180, within(1e-6));
        assertThat(sample(25).pauses().get(0).cpuMillis()).isEqualTo(240, within(1e-6));
        assertThat(sample(25).pauses().get(2).cpuMillis()).isEqualTo(10, within(1e-6));
    }

    @Test
    void references_areFoundInEitherFormat() {
        assertThat(young(17).references())
                .isEqualTo(Map.of(
                        "SoftReference", 0L, "WeakReference", 0L, "FinalReference", 27032L, "PhantomReference", 0L));
        assertThat(young(25).references())
                .isEqualTo(Map.of(
                        "SoftReference", 0L, "WeakReference", 0L, "FinalReference", 26886L, "PhantomReference", 0L));
    }

    @Test
    void phases_areWallClockOrTheAverageOverThreads() {
        assertThat(young(25).phase("Notify and keep alive finalizable")).isEqualTo(15.9);
        assertThat(young(25).phase("Reference Processing")).isEqualTo(16.61);
        assertThat(young(25).phase("Object Copy")).isEqualTo(4.39);
        assertThat(young(25).phase("Scan Heap Roots")).isEqualTo(0.38);
        assertThat(young(25).phase("No Such Phase")).isZero();
    }

    @Test
    void remark_doesNotInheritFromItsCyclesOtherPauses() {
        GcLog.Pause remark = sample(25).pauses().get(2);
        GcLog.Pause cleanup = sample(25).pauses().get(3);
        assertThat(remark.discovered("FinalReference")).isEqualTo(4092);
        assertThat(cleanup.references()).isEmpty();
    }

    @Test
    void stoppedTime_isTheSumOfSafepointTotals() {
        assertThat(sample(17).stoppedMillis()).isEqualTo((90269779 + 28692747 + 6625190 + 278379) / 1e6, within(1e-6));
    }

    @Test
    void window_leavesOutWhatEndedBeforeOrAfter() {
        GcLog window = sample(25).between(1.0, 2.0);
        assertThat(window.pauses().stream().map(GcLog.Pause::kind))
                .containsExactly("Young (Concurrent Start)", "Remark");
        assertThat(window.stoppedMillis()).isLessThan(sample(25).stoppedMillis() - 100);
    }

    @Test
    void window_withoutPauses_isEmpty() {
        assertThat(sample(17).between(100, 200).pauses()).isEmpty();
        assertThat(sample(17).between(100, 200).stoppedMillis()).isZero();
    }

    @Test
    void line_ofAnotherKind_isPassedOver() {
        List<String> lines = List.of(
                "OpenJDK 64-Bit Server VM warning: something",
                "",
                "[0.006s][info][gc] Using G1",
                "[1.000s][info ][gc             ] GC(11) Concurrent Mark Cycle 535.715ms",
                "[1.000s][info ][gc,cpu         ] GC(99) User=0.01s Sys=0.00s Real=0.01s");
        assertThat(GcLog.parse(lines.stream()).pauses()).isEmpty();
    }

    @Test
    void decimalComma_isANumberToo() {
        Stream<String> lines =
                Stream.of("[1,500s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(1024M) 3,456ms");
        assertThat(GcLog.parse(lines).pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause.millis()).isEqualTo(3.456));
    }

    @ParameterizedTest
    @CsvSource({
        "parallel, 17, 258.119, 44.293, 190, 14853",
        "parallel, 25, 598.450, 89.934, 270, 14038",
        "serial, 17, 348.426, 49.076, 90, 15626",
        "serial, 25, 261.815, 103.853, 110, 15622",
    })
    void stopTheWorldCollectors_areUnderstood(
            String collector, int jdk, double full, double young, double fullCpu, long finals) {
        GcLog log = sample(collector, jdk);
        assertThat(log.pauses())
                .extracting(GcLog.Pause::kind)
                .containsExactly("Full (System.gc())", "Young (Allocation Failure)");
        assertThat(log.pauses()).extracting(GcLog.Pause::millis).containsExactly(full, young);
        assertThat(log.pauses().get(0).cpuMillis()).isEqualTo(fullCpu, within(1e-6));
        assertThat(log.pauses().get(1).discovered("FinalReference")).isEqualTo(finals);
        assertThat(log.pauses().get(1).phase("Notify and keep alive finalizable"))
                .isBetween(30.0, young);
        assertThat(log.stoppedMillis()).isBetween(full + young, (full + young) * 1.2);
    }

    @Test
    void zgc_pausesArePhasesOfACycle() {
        assertThat(sample("z", 17).pauses())
                .extracting(GcLog.Pause::kind)
                .containsExactly("Mark Start", "Mark End", "Relocate Start");
        assertThat(sample("z", 25).pauses())
                .extracting(GcLog.Pause::kind)
                .containsExactly("Mark Start", "Mark End", "Relocate Start", "Mark End", "Relocate Start");
        assertThat(sample("z", 25).pauses())
                .extracting(GcLog.Pause::millis)
                .containsExactly(0.015, 0.005, 0.004, 0.012, 0.015);
    }

    @Test
    void zgc_referencesGoToTheCyclesLastPause() {
        List<GcLog.Pause> seventeen = sample("z", 17).pauses();
        assertThat(seventeen.get(2).references())
                .isEqualTo(Map.of(
                        "SoftReference",
                        0L,
                        "WeakReference",
                        442L,
                        "FinalReference",
                        25478L,
                        "PhantomReference",
                        235L));
        assertThat(seventeen.get(0).references()).isEmpty();
        assertThat(sample("z", 25).pauses().get(4).references())
                .isEqualTo(Map.of(
                        "SoftReference", 0L, "WeakReference", 220L, "FinalReference", 0L, "PhantomReference", 143L));
    }

    @Test
    void zgc_stallsAreNoPauses() {
        assertThat(sample("z", 17).stalls()).isEqualTo(2);
        assertThat(sample("z", 17).stalledMillis()).isEqualTo(0.966 + 1.686, within(1e-9));
        assertThat(sample("z", 25).stalledMillis()).isEqualTo(75.533 + 73.495, within(1e-9));
        assertThat(sample("z", 25).between(3.295, 4).stalls()).isEqualTo(1);
        assertThat(sample(17).stalls()).isZero();
    }

    private static GcLog.Pause young(int jdk) {
        return sample(jdk).pauses().stream()
                .filter(GcLog.Pause::isYoung)
                .findFirst()
                .orElseThrow();
    }

    private static GcLog sample(int jdk) {
        return sample("g1", jdk);
    }

    private static GcLog sample(String collector, int jdk) {
        try (InputStream in = GcLogTest.class.getResourceAsStream(collector + "-jdk" + jdk + ".log")) {
            return GcLog.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
