package dev.outboard.bench.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteFolderTest {
    @TempDir
    private Path root;

    @Test
    void whatWasFinished_isThere_onTheSameEnvironmentOnly() throws Exception {
        try (SuiteFolder folder = SuiteFolder.open(root, "short", "abc")) {
            folder.journal().of("gc").add("run-0", List.of(1));
        }
        try (SuiteFolder folder = SuiteFolder.open(root, "short", "abc")) {
            assertThat(folder.journal().size()).isEqualTo(1);
            assertThat(folder.others("short")).isEmpty();
        }
        try (SuiteFolder folder = SuiteFolder.open(root, "short", "def")) {
            assertThat(folder.journal().size()).isZero();
            assertThat(folder.others("short")).containsExactly(root.resolve("short-abc"));
        }
        try (SuiteFolder folder = SuiteFolder.open(root, "short-gc", "def")) {
            assertThat(folder.journal().size()).isZero();
            assertThat(folder.others("short-gc")).isEmpty();
        }
    }

    @Test
    void whatIsCleared_isForgotten() throws Exception {
        try (SuiteFolder folder = SuiteFolder.open(root, "short", "abc")) {
            folder.journal().of("gc").add("run-0", List.of(1));
            folder.clear();
            assertThat(folder.journal().size()).isZero();
            folder.clear();
        }
    }

    @Test
    void twoRunsAtOnce_areRefused() throws Exception {
        try (SuiteFolder folder = SuiteFolder.open(root, "short", "abc")) {
            assertThat(folder.journal().size()).isZero();
            assertThatThrownBy(() -> SuiteFolder.open(root, "short", "abc"))
                    .hasMessageContaining("is in use (expected: one run of a profile at a time)");
        }
        SuiteFolder.open(root, "short", "abc").close();
    }
}
