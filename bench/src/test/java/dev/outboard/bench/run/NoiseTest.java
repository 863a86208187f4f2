package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseTest {
    private static final long SELF = ProcessHandle.current().pid();
    private static final long CHILD = SELF + 1;
    private static final long STRANGER = SELF + 2;

    @TempDir
    Path proc;

    @Test
    void window_subtractsThisProcessItsChildrenAndGrandchildren() throws IOException {
        machine(1000, 50);
        process(SELF, 1, "java", 10, 0);
        process(CHILD, SELF, "child) (java", 10, 0);
        process(STRANGER, 1, "cc1", 500, 0);
        final Noise noise = Noise.start(proc, 0);

        machine(1000 + 400, 50 + 30); // 4 s of busy cores in 2 s, of which the child used 3 s
        process(CHILD, SELF, "child) (java", 210, 100);
        process(STRANGER, 1, "cc1", 600, 0);

        final Noise.Window window = noise.window(2_000_000_000L);
        assertThat(window.foreignCores()).isCloseTo(0.5, within(1e-9));
        assertThat(window.stolenCores()).isCloseTo(0.15, within(1e-9));
        assertThat(window.noisy()).isTrue();
    }

    @Test
    void window_whenAllWorkWasOurs_isQuiet() throws IOException {
        machine(1000, 0);
        process(SELF, 1, "java", 10, 0);
        final Noise noise = Noise.start(proc, 0);

        machine(1100, 0);
        process(SELF, 1, "java", 60, 60); // coarse ticks may credit us with more than the machine

        assertThat(noise.window(1_000_000_000L)).isEqualTo(new Noise.Window(0, 0));
    }

    @Test
    void window_withoutProc_isUnknownAndNotNoisy() {
        final Noise.Window window = Noise.start(proc.resolve("none"), 0).window(1_000_000_000L);

        assertThat(window.foreignCores()).isNaN();
        assertThat(window.noisy()).isFalse();
    }

    @Test
    void mostlyNoisy_takesMoreThanHalf() {
        assertThat(Noise.mostlyNoisy(0.3, 0.3, 0.1)).isTrue();
        assertThat(Noise.mostlyNoisy(0.3, 0.1)).isFalse();
        assertThat(Noise.mostlyNoisy(Double.NaN, -1)).isFalse();
        assertThat(Noise.mostlyNoisy()).isFalse();
    }

    private void machine(long busyTicks, long stolenTicks) throws IOException {
        Files.writeString(
                proc.resolve("stat"),
                "cpu  " + (busyTicks - 30) + " 10 20 99999 5 700 800 " + stolenTicks + " 0 0\ncpu0 1 2 3\nintr 1\n");
    }

    private void process(long pid, long parent, String name, long ticks, long ofEndedChildren) throws IOException {
        Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                proc.resolve(pid + "/stat"),
                pid + " (" + name + ") S " + parent + " 1 1 0 -1 4194304 9 9 9 9 " + ticks + " 0 " + ofEndedChildren
                        + " 0 20 0 1 0\n");
    }
}
