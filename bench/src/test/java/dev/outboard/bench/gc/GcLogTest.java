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
import org.junit.jupiter.params.provider.ValueSource;

/** The samples are one full, one young, one remark and one cleanup pause, as each JDK wrote them. */
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

    private static GcLog.Pause young(int jdk) {
        return sample(jdk).pauses().stream()
                .filter(GcLog.Pause::isYoung)
                .findFirst()
                .orElseThrow();
    }

    private static GcLog sample(int jdk) {
        try (InputStream in = GcLogTest.class.getResourceAsStream("g1-jdk" + jdk + ".log")) {
            return GcLog.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
