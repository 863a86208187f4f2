package dev.outboard.bench.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.Share;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it in JVMs, at a scale at which figures say nothing. */
class RpcBenchTest {
    @Test
    void everyContender_givesBackWhatItWasGiven(@TempDir Path work) throws Exception {
        RpcPlan plan = new RpcPlan(
                List.of(
                        RpcContender.RAW_HAND,
                        RpcContender.RAW_DECODER,
                        RpcContender.UNSAFE_LOOP,
                        RpcContender.SAFE_WORKERS),
                List.of(Payload.BYTES_1024, Payload.CHAT),
                List.of(new RpcCell(3, 5)),
                true,
                1,
                1,
                1,
                300,
                false);
        Journal journal = Journal.in(work.resolve("journal"));
        RpcReport report = RpcBench.run(plan, work, journal, Share.unlimited(), Progress.silent());
        assertThat(report.runs())
                .hasSize(6)
                .allSatisfy(run -> assertThat(run.error()).isNull())
                .allSatisfy(run -> assertThat(run.callsPerSecond()).isPositive());
        assertThat(report.bars()).isEmpty();
        // Nothing is run again: no two runs have the same figures.
        assertThat(RpcBench.run(plan, work, journal, Share.unlimited(), Progress.silent())
                        .runs())
                .isEqualTo(report.runs());
    }

    @Test
    void openLoop_runsAtAShareOfTheRawEcho(@TempDir Path work) throws Exception {
        RpcPlan plan = new RpcPlan(
                List.of(RpcContender.RAW_HAND, RpcContender.SAFE_LOOP),
                List.of(Payload.BYTES_64),
                List.of(new RpcCell(1, 128)),
                true,
                1,
                0,
                1,
                300,
                true);
        RpcReport report = RpcBench.run(plan, work, Progress.silent());
        double raw = report.runs().stream()
                .filter(run -> run.contender() == RpcContender.RAW_HAND && run.loop() == RpcLoop.CLOSED)
                .findFirst()
                .orElseThrow()
                .callsPerSecond();
        assertThat(report.runs())
                .filteredOn(run -> run.loop() == RpcLoop.OPEN)
                .isNotEmpty()
                .allSatisfy(run -> assertThat(run.error()).isNull())
                .allSatisfy(run -> assertThat(run.offeredPerSecond()).isEqualTo(Math.round(RpcBench.OPEN_SHARE * raw)));
        assertThat(report.runs())
                .filteredOn(run -> run.loop() == RpcLoop.OPEN && run.contender() == RpcContender.RAW_HAND)
                .hasSize(plan.openRounds(RpcContender.RAW_HAND, plan.loads().get(0)));
    }
}
