package dev.outboard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outboard.bench.run.Environment;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens the page in a headless browser where one is installed: its script has to run, and every chart to be drawn. */
class HtmlReportBrowserTest {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Pattern CHART = Pattern.compile("class=\"chart\"");
    private static final Pattern DRAWN = Pattern.compile("<svg ");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"1280,900", "500,900"})
    void everyChart_isDrawn(String size) throws Exception {
        final Chart lines = new Chart.Percentiles(
                "Pauses", "ms", List.of(Chart.Line.of("pool", false, new double[] {1, 2, 3, 400})));
        final Chart unmeasured =
                new Chart.Bars("RSS", "MiB", List.of(new Chart.Bar("pool", false, Double.NaN, Double.NaN, Double.NaN)));
        final List<Chart> charts = new ArrayList<>(Samples.section().charts());
        charts.addAll(List.of(lines, unmeasured));

        final String dom = dom(page(charts), "--window-size=" + size);

        assertThat(CHART.matcher(dom).results()).hasSize(3);
        assertThat(DRAWN.matcher(dom).results()).hasSize(3);
        assertThat(dom).contains(">2,163,000</text>", ">safe-pooled</text>", ">90 %</text>");
    }

    @Test
    void hostileTexts_addNoElement() throws Exception {
        final String dom = dom(Samples.hostile(), "--window-size=1280,900");

        assertThat(DRAWN.matcher(dom).results()).hasSize(2);
        assertThat(dom.substring(0, dom.indexOf("<script"))).doesNotContain("<img");
    }

    private static Page page(List<Chart> charts) {
        final Section sound = Samples.section();
        final Section section = new Section(
                sound.id(), sound.title(), sound.question(), List.of(), sound.tables(), charts, List.of(), List.of());
        return new Page("Report", "Lead.", "2026-01-01T00:00:00Z", Environment.capture(), List.of(), List.of(section));
    }

    private String dom(Page page, String option) throws Exception {
        final Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "no browser on the PATH (looked for " + BROWSERS + ")");
        final Path html = directory.resolve("report.html");
        final Path dom = directory.resolve("dom.txt");
        HtmlReport.write(html, page);
        final Process process = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + directory.resolve("profile"),
                        option,
                        "--dump-dom",
                        html.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return Files.readString(dom);
    }

    private static Optional<Path> browser() {
        final String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
