package dev.outboard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outboard.bench.run.Environment;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page with every kind of chart in a real browser, light, dark, narrow and printed. Takes Chromium, Node and the npm package
 * playwright-core, which CI puts into {@code target/browser}; without one of them it is skipped, but not in CI.
 */
class HtmlReportPlaywrightTest {
    private static final Path PICTURES = Path.of("target", "screenshots");

    @Test
    void page_asksForNothing_drawsEveryChart_andIsNotWiderThanAPhone(@TempDir Path directory) throws Exception {
        Path node = need("node", onPath(List.of("node")));
        Path browser = need("chromium", onPath(List.of("chromium", "chromium-browser", "google-chrome")));
        Path modules = need("playwright-core (npm)", modules());
        Path script = Path.of(Objects.requireNonNull(HtmlReportPlaywrightTest.class.getResource("/browser/report.cjs"))
                .toURI());
        Path html = directory.resolve("report.html");
        HtmlReport.write(html, page());
        Files.createDirectories(PICTURES);
        Path output = PICTURES.resolve("report.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        node.toString(),
                        script.toString(),
                        PICTURES.toString(),
                        browser.toString(),
                        html.toString(),
                        "5")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("NODE_PATH", modules.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(output)).isEqualTo("done\n");
    }

    private static Page page() {
        Section sound = Samples.section();
        List<Chart> charts = new ArrayList<>(sound.charts());
        charts.add(new Chart.Percentiles(
                "Pauses", "ms", List.of(Chart.Line.of("safe-pooled", false, new double[] {1, 2, 3, 400}))));
        charts.add(new Chart.Timeline("Pauses at their times", "ms", false, List.of(track(true), track(false))));
        charts.add(new Chart.Timeline("Heap", "MiB", true, List.of(track(false))));
        charts.add(new Chart.Intervals(
                "Ratios",
                "1: no difference",
                List.of(
                        new Chart.Estimate(
                                "pause P99, a title that is a good deal longer than a phone is wide",
                                true,
                                0.4,
                                0.3,
                                0.5),
                        new Chart.Estimate("messages/s", false, 0.9, 0.7, 1.2),
                        new Chart.Estimate("one round", true, 0.9, Double.NaN, Double.NaN),
                        new Chart.Estimate("not measured", true, Double.NaN, Double.NaN, Double.NaN))));
        Section section = new Section(
                sound.id(),
                sound.title(),
                sound.question(),
                List.of("pool, pair 2: 12 messages lost"),
                List.of("Others used the machine in 3 of 5 runs."),
                sound.tables(),
                charts,
                sound.findings(),
                sound.notes());
        return new Page(
                "Report",
                "Lead.",
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                List.of("FAILED: gc: pool, pair 2: 12 messages lost"),
                List.of(
                        new Claim(
                                "pause P99, legacy-missed-free to safe-pooled",
                                "-41 %",
                                "-72 %",
                                Claim.Verdict.REPRODUCED,
                                false),
                        new Claim("QPS", "+37 %", "-3 %", Claim.Verdict.REVERSED, false)),
                List.of(section),
                List.of(new Page.Raw("Raw data: gc", List.of("a".repeat(600)))));
    }

    private static Chart.Track track(boolean baseline) {
        return new Chart.Track(
                baseline ? "legacy-finalizer-graph" : "safe-pooled",
                baseline,
                List.of(new Chart.Moment(0.5, 12), new Chart.Moment(2.5, 40), new Chart.Moment(9, 3)));
    }

    private static Optional<Path> modules() {
        Stream<Path> ours = Stream.of(Path.of("..", "target", "browser", "node_modules"));
        return Stream.concat(ours, paths(System.getenv().getOrDefault("NODE_PATH", "")))
                .filter(directory -> Files.isDirectory(directory.resolve("playwright-core")))
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    private static Optional<Path> onPath(List<String> names) {
        return paths(System.getenv().getOrDefault("PATH", ""))
                .flatMap(directory -> names.stream().map(directory::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> paths(String list) {
        return Arrays.stream(list.split(File.pathSeparator))
                .filter(it -> !it.isEmpty())
                .map(Path::of);
    }

    private static Path need(String what, Optional<Path> found) {
        if (found.isEmpty() && System.getenv("CI") != null) {
            fail("%s: not found (expected: installed in CI)", what);
        }
        assumeTrue(found.isPresent(), what + " is not installed here");
        return found.orElseThrow();
    }
}
