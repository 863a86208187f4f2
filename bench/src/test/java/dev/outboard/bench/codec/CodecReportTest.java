package dev.outboard.bench.codec;

import static dev.outboard.bench.codec.Contender.OUTBOARD_SAFE;
import static dev.outboard.bench.codec.Contender.OUTBOARD_SAFE_ARENA;
import static dev.outboard.bench.codec.Contender.OUTBOARD_UNSAFE;
import static dev.outboard.bench.codec.Contender.PROTOBUF;
import static dev.outboard.bench.codec.Contender.QUICKBUF;
import static dev.outboard.bench.codec.Contender.SBE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecReportTest {
    private static final CodecPlan ALL = new CodecPlan(List.of(Contender.values()), List.of("chat"), 1, 1, 2, 1);

    private final List<CodecRun> runs = new ArrayList<>();

    @Test
    void bars_compareRoundByRound() {
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 0, 10);
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 1, 20);
        add(PROTOBUF, Operation.ENCODE, 0, 40);
        add(PROTOBUF, Operation.ENCODE, 1, 60);
        CodecBar bar = bar("outboard-unsafe, chat, encode: at least 3.5 times");
        assertThat(bar.measured()).isEqualTo("3.50 (3.00 to 4.00)");
        assertThat(bar.met()).isTrue();
    }

    @Test
    void bar_thatIsMissed_saysSo() {
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 30);
        add(PROTOBUF, Operation.ENCODE, 0, 50);
        assertThat(bar("outboard-safe, chat, encode: at least 2.0 times").met()).isFalse();
        assertThat(TextReport.render(CodecSection.of(report(null))))
                .contains("MISSED: outboard-safe, chat, encode: at least 2.0 times as fast as protobuf-java-4.36.2's")
                .contains("1.67 (1.67 to 1.67)");
    }

    @Test
    void goals_ofWhatWasNotAskedFor_areLeftOut() {
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 30);
        CodecPlan ours = new CodecPlan(List.of(OUTBOARD_SAFE, OUTBOARD_UNSAFE), List.of("chat"), 1, 1, 2, 1);
        assertThat(CodecBar.of(ours, runs))
                .extracting(CodecBar::goal)
                .noneMatch(goal -> goal.contains("protobuf") || goal.contains("media"));
    }

    @Test
    void goals_ofWhatWasAskedForAndDidNotRun_areMissed() {
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 30);
        CodecBar bar = bar("outboard-safe, chat, encode: at least 2.0 times");
        assertThat(bar.met()).isFalse();
        assertThat(bar.measured()).startsWith("not measured");
        assertThat(bar("outboard-unsafe, chat, encode: no byte").met()).isFalse();
    }

    @Test
    void heapBytes_areAMissedGoal() {
        runs.add(new CodecRun(OUTBOARD_SAFE, "chat", Operation.ENCODE, 0, List.of(5.0), 24, 78, null));
        assertThat(bar("outboard-safe, chat, encode: no byte").met()).isFalse();
    }

    @Test
    void heapBytes_ofArenas_areAGoalToo() {
        runs.add(new CodecRun(OUTBOARD_SAFE_ARENA, "chat", Operation.ENCODE, 0, List.of(5.0), 0, 78, null));
        assertThat(bar("outboard-safe-arena, chat, encode: no byte").met()).isTrue();
    }

    @Test
    void encode_isHeldAgainstQuickBuffersAndSbe() {
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 0, 30);
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 60);
        add(QUICKBUF, Operation.ENCODE, 0, 50);
        add(SBE, Operation.ENCODE, 0, 40);
        assertThat(bar("outboard-unsafe, chat, encode: at least 1.0 times as fast as quickbuffers")
                        .met())
                .isTrue();
        assertThat(bar("outboard-safe, chat, encode: at least 1.0 times as fast as quickbuffers")
                        .met())
                .isFalse();
        assertThat(bar("outboard-unsafe, chat, encode: at least 1.0 times as fast as sbe-1.38.1's")
                        .met())
                .isTrue();
    }

    @Test
    void contenderThatGaveSomethingElseBack_failsTheReport() {
        CodecReport report = report("message 3: another one came back (expected: the same)");
        assertThat(report.valid()).isFalse();
        assertThat(TextReport.render(CodecSection.of(report))).contains("protobuf-java-4.36.2, chat: message 3");
    }

    @Test
    void plan_refusesWhatIsNotThere() {
        assertThatThrownBy(() -> new CodecPlan(List.of(PROTOBUF), List.of("video"), 1, 1, 1, 1))
                .hasMessage("data: video (expected: one of media, chat, chat-cjk, telemetry)");
        assertThatThrownBy(() -> Contender.of("gson"))
                .hasMessageStartingWith("contender: gson (expected: one of outboard-unsafe, outboard-safe,");
    }

    private CodecBar bar(String start) {
        return CodecBar.of(ALL, runs).stream()
                .filter(bar -> bar.goal().startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private CodecReport report(@Nullable String error) {
        List<CodecRun> all = new ArrayList<>(runs);
        if (error != null) {
            all.add(new CodecRun(PROTOBUF, "chat", Operation.DECODE, 0, List.of(), Double.NaN, Double.NaN, error));
        }
        return new CodecReport(
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                new CodecPlan(List.of(OUTBOARD_SAFE, PROTOBUF), List.of("chat"), 1, 1, 2, 1),
                all,
                CodecBar.of(ALL, all),
                List.of());
    }

    private void add(Contender contender, Operation operation, int round, double nanos) {
        runs.add(new CodecRun(contender, "chat", operation, round, List.of(nanos, nanos), 0, 78, null));
    }
}
