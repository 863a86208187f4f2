package dev.outboard.bench.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.suite.PartResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteReportTest {
    private static final Environment HERE = Environment.capture();

    @Test
    void summary_holdsTheClaims_andWhatNobodyMeasured() {
        SuiteReport report = report(FakePart.sound("gc"));
        assertThat(report.valid()).isTrue();
        assertThat(report.claims().get(0).judgement()).isEqualTo("reproduced");
        assertThat(report.claims())
                .filteredOn(claim -> claim.verdict() == Claim.Verdict.NOT_MEASURED)
                .extracting(Claim::subject)
                .anyMatch(subject -> subject.startsWith("QPS"))
                .noneMatch(subject -> subject.startsWith("GC pause"));
        assertThat(text(report)).contains("./outboard im prove edge measures it; nothing in this run did.");
    }

    /** A planted error, such as a contender that drops messages, makes a part's failure; the suite has to pass it on. */
    @Test
    void partWithAFailure_failsTheRun_andVoidsItsClaims() throws Exception {
        SuiteReport report = report(FakePart.sound("rpc"), FakePart.failed("gc", "heap, pair 1: 12 messages lost"));
        assertThat(report.valid()).isFalse();
        assertThat(report.claims())
                .filteredOn(claim -> claim.subject().equals("subject of gc"))
                .extracting(Claim::judgement, Claim::why)
                .containsExactly(tuple("void", "A check failed: heap, pair 1: 12 messages lost"));
        assertThat(text(report))
                .contains("READ THIS FIRST\n  - FAILED: gc: heap, pair 1: 12 messages lost\n")
                .contains("FAILED: these figures prove nothing");
        assertThat(HtmlReport.render(report.page()))
                .contains("<div class=\"alert\" role=\"alert\"><strong>Read this first</strong>")
                .contains("<li>FAILED: gc: heap, pair 1: 12 messages lost</li>");
    }

    @Test
    void noisyPart_isMarked_andItsClaimsAreNotReported() throws Exception {
        SuiteReport report = report(FakePart.sound("rpc"), FakePart.noisy("gc"));
        assertThat(report.valid()).isTrue();
        assertThat(report.claims())
                .filteredOn(claim -> claim.subject().equals("subject of gc"))
                .extracting(Claim::measured, Claim::judgement)
                .containsExactly(tuple("not reported", "noisy: not reported"));
        assertThat(report.claims())
                .filteredOn(claim -> claim.subject().equals("subject of rpc"))
                .extracting(Claim::measured)
                .containsExactly("-72 %");
        assertThat(text(report))
                .contains("Noisy: gc: others used the machine in 3 of its 5 runs;")
                .contains("NOISY: these figures are not to be reported as facts");
        assertThat(HtmlReport.render(report.page())).contains("<div class=\"alert warning\" role=\"alert\">");
    }

    @Test
    void partThatWasCut_isSaidToBe_andItsClaimsAreNotMeasured() {
        SuiteReport report = report(List.of(Outcome.cut("gc", 0, "not run: it takes about 210 s, and 20 s were left")));
        assertThat(report.valid()).isTrue();
        assertThat(report.complete()).isFalse();
        assertThat(text(report)).contains("Cut: gc: not run: it takes about 210 s, and 20 s were left");
        assertThat(report.claims()).extracting(Claim::verdict).containsOnly(Claim.Verdict.NOT_MEASURED);
    }

    @Test
    void ratios_standInTheirPart_andTheRawDataBehindAll() throws Exception {
        String html = HtmlReport.render(report(FakePart.sound("gc")).page());
        assertThat(html)
                .contains("<th scope=\"row\">title of gc/a&gt;b</th>", "\"kind\":\"intervals\"")
                .contains("<td class=\"better\">-50 %</td>", "<td class=\"plain\">0.450 to 0.550</td>")
                .containsSubsequence("id=\"claims\"", "id=\"overview\"", "id=\"gc\"", "id=\"environment\"", "<pre>");
    }

    @Test
    void resumedRun_saysSo() {
        Outcome outcome = Outcome.of(FakePart.sound("gc"), 1);
        SuiteReport report = SuiteReport.of("2026-01-01T00:00:00Z", Profile.SHORT, 23, 1, HERE, List.of(outcome));
        assertThat(text(report)).contains("23 results of runs that had ended");
    }

    private static String text(SuiteReport report) {
        return TextReport.render(report.page()).replaceAll("(?<=\\S)\n {4}(?=\\S)", " ");
    }

    private static SuiteReport report(PartResult... results) {
        return report(
                Arrays.stream(results).map(result -> Outcome.of(result, 1)).toList());
    }

    private static SuiteReport report(List<Outcome> outcomes) {
        return SuiteReport.of("2026-01-01T00:00:00Z", Profile.SHORT, 0, 12, HERE, outcomes);
    }
}
