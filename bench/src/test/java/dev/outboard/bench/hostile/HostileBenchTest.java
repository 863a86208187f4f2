package dev.outboard.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileBenchTest {
    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(strings = {"safe", "unsafe"})
    void attacks_leaveNothingBehind_andHonestCallsGoOn(String codec) throws Exception {
        HostilePlan plan =
                HostilePlan.smoke().with(codec, List.of("ping-flood", "silent", "reset-streams", "plain-on-tls"));
        HostileReport report = HostileBench.run(plan, work, Progress.silent());
        assertThat(TextReport.render(report.section())).doesNotContain("FAILED");
        assertThat(report.passed()).isTrue();
        assertThat(report.rows()).hasSize(4).allMatch(row -> row.honestCalls() > 0 && row.runs() > 0);
        Path file = work.resolve("report.json");
        JsonReport.write(file, report);
        assertThat(JsonReport.read(file, HostileReport.class).rows()).isEqualTo(report.rows());
    }

    @Test
    void anythingThatIsLeft_failsTheRun() {
        assertThat(report(row(List.of())).passed()).isTrue();
        HostileReport leaky = report(row(List.of("bytes left on the ledger: 64 (expected: at most 0)")));
        assertThat(leaky.passed()).isFalse();
        assertThat(TextReport.render(leaky.section()))
                .contains("safe, silent: bytes left on the ledger: 64 (expected: at most 0)");
    }

    @Test
    void whatCannotRun_saysWhy_andFailsNothing() {
        HostileReport report = report(HostileRow.skipped("safe", "network-cut", "cut", "healed", "ip: not found"));
        assertThat(report.passed()).isTrue();
        assertThat(TextReport.render(report.section())).contains("safe, network-cut: skipped, ip: not found");
    }

    @Test
    void plan_knowsAttacksFamiliesAndAccidents() {
        HostilePlan plan = HostilePlan.all().with("safe", List.of("slow", "garbage", "network-cut"));
        assertThat(plan.codecs()).containsExactly("safe");
        assertThat(plan.attacks()).contains("silent", "request-byte-by-byte", "garbage");
        assertThat(plan.faults()).containsExactly(FaultScenario.NETWORK_CUT);
        assertThat(HostilePlan.all().with("all", List.of("faults")).attacks()).isEmpty();
    }

    @Test
    void plan_refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> HostilePlan.all().with(null, List.of("nonsense")))
                .hasMessageStartingWith("attack: nonsense (expected: an attack's name, or one of handshake, ");
        assertThatThrownBy(() -> HostilePlan.all().with("auto", List.of()))
                .hasMessage("codec: auto (expected: safe, unsafe or all)");
    }

    private static HostileReport report(HostileRow row) {
        return new HostileReport("2026-01-01T00:00:00Z", Environment.capture(), HostilePlan.smoke(), List.of(row));
    }

    private static HostileRow row(List<String> failures) {
        return new HostileRow(
                "safe", "silent", "nothing", "closed", "closed", 3, 0, 0, 100, 0, 1e6, 9e9, 4096, 0, "", failures);
    }
}
