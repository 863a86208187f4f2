package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir
    Path root;

    @Test
    void congestionControl_isNamedWhereTheSystemSaysIt() {
        assertThat(Environment.congestionControl("bbr\n")).isEqualTo(", TCP congestion control bbr");
        assertThat(Environment.congestionControl("")).isEmpty();
    }

    @Test
    void capture_knowsThisJvm() {
        final Environment here = Environment.capture();

        assertThat(here.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(here.jdk()).contains(Runtime.version().toString());
        assertThat(here.netty())
                .matches("4\\.[0-9.A-Za-z]+, Unsafe: (yes|no).*, cleaner (none|Cleaner\\w+), .*direct.*");
        assertThat(here.otherTransports()).contains("nio works", "io_uring ");
        assertThat(here.jdks()).contains(Runtime.version().feature());
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

    @Test
    void fingerprint_isThatOfTheMachineAndTheCode_notOfTheMoment() {
        final Environment here = Environment.capture();

        assertThat(here.fingerprint())
                .matches("[0-9a-f]{12}")
                .isEqualTo(Environment.capture().fingerprint());
        assertThat(with(here, here.product(), new Noise.Window(1, 0)).fingerprint())
                .isEqualTo(here.fingerprint());
        assertThat(with(here, "another commit", null).fingerprint()).isNotEqualTo(here.fingerprint());
    }

    @Test
    void noise_isALine_whereItWasMeasured() {
        final Environment here = Environment.capture();

        assertThat(here.lines()).doesNotContainKey("noise now");
        assertThat(with(here, here.product(), new Noise.Window(0.15, 0.1))
                        .lines()
                        .get("noise now"))
                .isEqualTo("others use 0.15 cores, the hypervisor takes 0.10: noisy (more than 0.2 in all is noisy)");
    }

    @Test
    void limitOfOpenFiles_isTheSoftOne() {
        assertThat(Environment.openFiles("Limit   Soft   Hard\nMax open files            1024       4096     files\n"))
                .isEqualTo(1024);
        assertThat(Environment.openFiles("Max open files            unlimited     unlimited     files\n"))
                .isEqualTo(-1);
    }

    @Test
    void frequency_isTheGovernors() throws Exception {
        Files.writeString(root.resolve("scaling_governor"), "performance\n");
        Files.writeString(root.resolve("cpuinfo_max_freq"), "3600000\n");

        assertThat(Environment.readFrequency(root)).isEqualTo("performance, at most 3600 MHz");
        assertThat(Environment.readFrequency(root.resolve("none"))).startsWith("unknown");
    }

    @Test
    void commit_namesWhatWasChangedSince() throws Exception {
        git("init", "-q");
        Files.writeString(root.resolve("a"), "1");
        git("add", "a");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "a");
        final String clean = Product.commit(root);
        Files.writeString(root.resolve("a"), "2");
        final String changed = Product.commit(root);
        Files.writeString(root.resolve("a"), "3");

        assertThat(clean).matches("[0-9a-f]{12}");
        assertThat(changed).matches(clean + "-dirty-[0-9a-f]{8}").isNotEqualTo(Product.commit(root));
        assertThat(Product.commit(root.resolve("none"))).isEqualTo("unknown");
    }

    private void git(String... arguments) throws Exception {
        final ProcessBuilder git = new ProcessBuilder("git", "-C", root.toString());
        git.command().addAll(List.of(arguments));
        assertThat(git.inheritIO().start().waitFor()).isZero();
    }

    private static Environment with(Environment it, String product, Noise.@Nullable Window noise) {
        return new Environment(
                product,
                it.cpu(),
                it.frequency(),
                it.cores(),
                it.machineCores(),
                it.memoryBytes(),
                it.system(),
                it.containerLimits(),
                it.openFiles(),
                it.jdk(),
                it.jdks(),
                it.collector(),
                it.jvmFlags(),
                it.netty(),
                it.transport(),
                it.otherTransports(),
                noise);
    }
}
