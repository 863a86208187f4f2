package dev.outboard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSummaryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path root;

    @Test
    void line_addsModulesAndSeparatesJdks() throws IOException {
        report("a", "surefire-reports", "17.0.15", 5, 1, 1, 1);
        report("b", "surefire-reports", "17.0.15", 3, 0, 0, 0);
        report("a", "surefire-reports-jdk25", "25.0.3", 5, 0, 0, 1);
        assertThat(TestSummary.read(root, START).line())
                .isEqualTo("tests: 9 passed, 2 failed, 2 skipped (8 on JDK 17.0.15, 5 on JDK 25.0.3)");
    }

    @Test
    void line_saysThatTheSecondPassIsMissing() throws IOException {
        report("a", "surefire-reports", "17.0.15", 5, 0, 0, 0);
        assertThat(TestSummary.read(root, START).line())
                .isEqualTo("tests: 5 passed, 0 failed, 0 skipped (5 on JDK 17.0.15; JDK 25: none named by JDK25_HOME)");
    }

    @Test
    void read_passesOverReportsOfEarlierBuilds() throws IOException {
        Path stale = report("a", "surefire-reports", "17.0.15", 5, 0, 0, 0);
        Files.setLastModifiedTime(stale, FileTime.from(START.minusSeconds(1)));
        assertThat(TestSummary.read(root, START).line()).isEqualTo("tests: 0 passed, 0 failed, 0 skipped");
    }

    private Path report(String module, String directory, String jdk, int tests, int failures, int errors, int skipped)
            throws IOException {
        Path reports =
                Files.createDirectories(root.resolve(module).resolve("target").resolve(directory));
        String suite = "<testsuite tests='%d' failures='%d' errors='%d' skipped='%d'>"
                .formatted(tests, failures, errors, skipped);
        String properties = "<properties><property name='java.version' value='%s'/></properties>".formatted(jdk);
        return Files.writeString(reports.resolve("TEST-x.xml"), suite + properties + "</testsuite>");
    }
}
