package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
    @TempDir
    Path directory;

    @Test
    void found_hasTheRunningOne() {
        assertThat(Jdk.found()).contains(Jdk.running());
        assertThat(Jdk.oldestAndNewest()).isNotEmpty();
        assertThat(Jdk.of("" + Runtime.version().feature())).isEqualTo(Jdk.running());
    }

    @Test
    void home_saysItsVersion() throws Exception {
        Path home = jdk("JAVA_VERSION=\"21.0.4\"");

        assertThat(Jdk.of(home.toString())).isEqualTo(new Jdk(21, home));
        assertThat(Jdk.of(home.toString()).java()).isExecutable();
    }

    @Test
    void home_ofAFirstRelease() throws Exception {
        assertThat(Jdk.of(jdk("JAVA_VERSION=\"22\"").toString()).feature()).isEqualTo(22);
    }

    @Test
    void what_isNoJdkFrom17On_isRefused() throws Exception {
        assertRefused(jdk("JAVA_VERSION=\"11.0.2\"").toString());
        assertRefused(jdk("IMPLEMENTOR=\"nobody\"").toString());
        assertRefused(directory.resolve("nothing").toString());
        assertRefused("16");
    }

    private static void assertRefused(String name) {
        assertThatThrownBy(() -> Jdk.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("jdks: " + name + " (expected: one of ")
                .hasMessageEndingWith(" or the home of a JDK 17 or later)");
    }

    private Path jdk(String release) throws IOException {
        Path home = Files.createTempDirectory(directory, "jdk");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR_VERSION=\"x\"\n" + release + "\n");
        assertThat(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true))
                .isTrue();
        return home;
    }
}
