package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir
    Path root;

    @Test
    void capture_knowsThisJvm() {
        final Environment here = Environment.capture();

        assertThat(here.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(here.jdk()).contains(Runtime.version().toString());
        assertThat(here.netty()).startsWith("4.").contains("direct");
        assertThat(here.lines().values()).doesNotContain("");
    }

    @Test
    void cpu_isReadFromTheKernel() {
        final String cpuinfo =
                "processor\t: 0\nmodel name\t: Some CPU @ 2.80GHz\n\nprocessor\t: 1\nmodel name\t: Some\n";

        assertThat(Environment.cpuModel(cpuinfo)).isEqualTo("Some CPU @ 2.80GHz");
        assertThat(Environment.machineCores(cpuinfo)).isEqualTo(2);
        assertThat(Environment.cpuModel("")).isEqualTo("unknown");
        assertThat(Environment.machineCores("")).isEqualTo(-1);
    }

    @Test
    void containerLimits_areThoseOfTheOwnGroup() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/cpu.max"), "200000 100000\n");
        Files.writeString(root.resolve("a/b/memory.max"), "max\n");

        assertThat(Environment.readContainerLimits(root, "4:memory:/x\n0::/a/b\n"))
                .isEqualTo("cpu.max 200000 100000, memory.max max");
        assertThat(Environment.readContainerLimits(root, "0::/other\n")).isEqualTo("none found");
    }
}
