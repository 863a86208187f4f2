package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void inherited_keepsTheProductsFlagsOnly() {
        final List<String> arguments = List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=deny",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Xmx4g",
                "-Doutboard.home=/somewhere",
                "-javaagent:x.jar",
                "-agentlib:jdwp=transport=dt_socket");

        assertThat(Settings.inherited(arguments)).isEqualTo(arguments.subList(0, 3));
    }

    @Test
    void status_ofAProcessThatIsEnding_isEmpty() {
        assertThat(ProcessStatus.parse("Name:\tjava\nState:\tZ (zombie)\nThreads:\t1\n"))
                .isEmpty();
    }

    @Test
    void status_isInBytes() {
        assertThat(ProcessStatus.parse("VmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nThreads:\t7\n"))
                .contains(new ProcessStatus(1 << 20, 2 << 20, 7));
    }
}
