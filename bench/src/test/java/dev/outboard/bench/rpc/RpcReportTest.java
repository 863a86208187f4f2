package dev.outboard.bench.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Noise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpcReportTest {
    private static final RpcPlan.Load LOAD = new RpcPlan.Load(Payload.BYTES_64, RpcRuns.CELL);

    @Test
    void wrongReply_failsTheReport() {
        RpcReport report = report(
                List.of(RpcRuns.run(RpcContender.SAFE_LOOP, Payload.CHAT, RpcLoop.CLOSED, 0, 5, 0, "reply: wrong")));
        assertThat(report.valid()).isFalse();
        assertThat(TextReport.render(RpcSection.of(report)))
                .contains("FAILED: these figures prove nothing")
                .contains("safe-loop, chat, 16x32, closed loop, round 1: reply: wrong");
    }

    @Test
    void droppedRuns_areQuotedWithAMark_onlyWhereAllAre() {
        List<RpcRun> runs = List.of(
                RpcRuns.closed(RpcContender.RAW_HAND, 0, 2_000_000),
                RpcRuns.noisy(RpcContender.RAW_HAND, 1, 1_000_000),
                RpcRuns.noisy(RpcContender.SAFE_LOOP, 0, 1_500_000));
        assertThat(TextReport.render(RpcSection.of(report(runs))))
                .contains("2,000k (2,000k-2,000k) ")
                .contains("1,500k (1,500k-1,500k)*")
                .contains("By that rule 2 of 3 runs are dropped.");
    }

    @Test
    void openLoop_hasATableOfItsOwn() {
        List<RpcRun> runs = List.of(
                RpcRuns.run(RpcContender.RAW_HAND, Payload.BYTES_64, RpcLoop.OPEN, 0, 5, 0, null),
                RpcRuns.run(RpcContender.SAFE_LOOP, Payload.BYTES_64, RpcLoop.OPEN, 0, 5, 0, null));
        assertThat(TextReport.render(RpcSection.of(report(runs)))).contains("Open loop, 64B, 16 connections");
    }

    @Test
    void openLoop_ofARawEchoThatFillsTheMachine_isNotedWithItsCores() {
        String said = "of this machine's " + Environment.capture().cores() + " cores";

        assertThat(TextReport.render(RpcSection.of(report(List.of(rawWithCores(0.95))))))
                .contains(said);
        assertThat(TextReport.render(RpcSection.of(report(List.of(rawWithCores(0.85))))))
                .doesNotContain(said);
    }

    /** An open loop of the raw echo that uses this share of the machine. */
    private static RpcRun rawWithCores(double share) {
        double perMillion = 0.6;
        double calls = share * Environment.capture().cores() / perMillion * 1e6;
        return RpcRuns.run(RpcContender.RAW_HAND, Payload.BYTES_64, RpcLoop.OPEN, 0, calls, 0, null);
    }

    @Test
    void json_isWritten(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("rpc.json");
        JsonReport.write(file, report(List.of(RpcRuns.closed(RpcContender.RAW_HAND, 0, 1))));
        assertThat(Files.readString(file))
                .contains("\"contender\" : \"raw-hand\"", "\"cell\" : \"16x32\"", "\"p99\" : null");
    }

    @Test
    void clientsLine_becomesARun() {
        RpcRun run = parse("calls=10 nanos=1000000000 clientBytes=20 serverBytes=30 clientCpu=40000 serverCpu=50000"
                + " lost=0 faults=0 p50=1000 p99=2000 p999=3000 max=4000 lateness=500 due=10 recorded=10 fault=");
        assertThat(run.callsPerSecond()).isEqualTo(10);
        assertThat(run.client().bytesPerCall()).isEqualTo(2);
        assertThat(run.server().cpuMicrosPerCall()).isEqualTo(5);
        assertThat(run.latency().p99()).isEqualTo(2);
        assertThat(run.error()).isNull();
    }

    @Test
    void contenderThatDoesNotKeepUp_hasNoLatency() {
        RpcRun run = parse("calls=10 nanos=1 lost=0 faults=0 due=100 recorded=90 p99=5 lateness=500 fault=");
        assertThat(run.latency().p99()).isInfinite();
        assertThat(run.latency().lateness()).isEqualTo(0.5);
    }

    @Test
    void clientsLine_withFaultsOrLosses_isAnError() {
        assertThat(parse("calls=10 nanos=1 lost=0 faults=2 fault=call: gone away")
                        .error())
                .isEqualTo("call: gone away");
        assertThat(parse("calls=10 nanos=1 lost=3 faults=0 fault=").error())
                .isEqualTo("calls without an end: 3 (expected: 0)");
        assertThat(parse("calls=0 nanos=1 lost=0 faults=0 fault=").error())
                .isEqualTo("calls: 0 in the window (expected: more)");
    }

    @Test
    void plan_refusesWhatIsNotThere() {
        assertThatThrownBy(() -> RpcContender.of("thrift"))
                .hasMessageStartingWith("contender: thrift (expected: one of raw-hand, raw-lfbd,");
        assertThatThrownBy(() -> RpcCell.of("16"))
                .hasMessage("cell: 16 (expected: CONNECTIONSxIN-FLIGHT, as in 16x32)");
        assertThatThrownBy(() -> RpcCell.of("0x1")).hasMessage("cell: 0x1 (expected: 1x1 to 1024x1024)");
        assertThatThrownBy(() -> Payload.of("2GiB")).hasMessage("payload: 2GiB (expected: one of 64B, 1KiB, chat)");
    }

    @Test
    void quickPlan_runsOtherPayloadsInTheLastCellOnly() {
        assertThat(RpcPlan.quick().loads())
                .extracting(load -> load.payload().id() + " " + load.cell())
                .containsExactly("64B 1x1", "64B 1x128", "64B 16x32", "1KiB 16x32", "chat 16x32");
    }

    private static RpcRun parse(String line) {
        return ForkedRpc.parse(
                new ForkedRpc.Task(RpcContender.SAFE_LOOP, LOAD, RpcLoop.OPEN, 0, 5), line, new Noise.Window(0.1, 0));
    }

    private static RpcReport report(List<RpcRun> runs) {
        return new RpcReport(
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                RpcRuns.plan(2),
                ForkedRpc.FLAGS,
                runs,
                List.of(),
                List.of());
    }
}
