package dev.outboard.bench.codec;

import static dev.outboard.bench.codec.Contender.FLATBUFFERS;
import static dev.outboard.bench.codec.Contender.OUTBOARD_SAFE;
import static dev.outboard.bench.codec.Contender.OUTBOARD_SAFE_ARENA;
import static dev.outboard.bench.codec.Contender.OUTBOARD_UNSAFE;
import static dev.outboard.bench.codec.Contender.PROTOBUF;
import static dev.outboard.bench.codec.Contender.QUICKBUF;
import static dev.outboard.bench.codec.Contender.SBE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Jdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecReportTest {
    private static final List<Jdk> JDKS = List.of(new Jdk(25, Path.of("jdk")));
    private static final CodecPlan ALL = new CodecPlan(List.of(Contender.values()), List.of("chat"), JDKS, 1, 1, 2, 1);

    private final List<CodecRun> runs = new ArrayList<>();

    @Test
    void bars_compareRoundByRound() {
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 0, 10);
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 1, 20);
        add(PROTOBUF, Operation.ENCODE, 0, 40);
        add(PROTOBUF, Operation.ENCODE, 1, 60);
        CodecBar bar = bar("JDK 25, outboard-unsafe, chat, encode: at least 3.5 times");
        assertThat(bar.measured()).isEqualTo("3.50 (3.00 to 4.00)");
        assertThat(bar.met()).isTrue();
    }

    @Test
    void bar_thatIsMissed_saysSo() {
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 30);
        add(PROTOBUF, Operation.ENCODE, 0, 50);
        assertThat(bar("JDK 25, outboard-safe, chat, encode: at least 2.0 times")
                        .met())
                .isFalse();
        assertThat(TextReport.render(CodecSection.of(report(null))).replaceAll("\\s+", " "))
                .contains(
                        "MISSED: JDK 25, outboard-safe, chat, encode: at least 2.0 times as fast as protobuf-java-4.36.2's")
                .contains("1.67 (1.67 to 1.67)");
    }

    @Test
    void goals_ofWhatWasNotAskedFor_areLeftOut() {
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 30);
        CodecPlan ours = new CodecPlan(List.of(OUTBOARD_SAFE, OUTBOARD_UNSAFE), List.of("chat"), JDKS, 1, 1, 2, 1);
        assertThat(CodecBars.of(ours, runs))
                .extracting(CodecBar::goal)
                .noneMatch(goal -> goal.contains("protobuf") || goal.contains("media"));
    }

    @Test
    void goals_ofWhatWasAskedForAndDidNotRun_areMissed() {
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 30);
        CodecBar bar = bar("JDK 25, outboard-safe, chat, encode: at least 2.0 times");
        assertThat(bar.met()).isFalse();
        assertThat(bar.measured()).startsWith("not measured");
        assertThat(bar("JDK 25, outboard-unsafe, chat, encode: no byte").met()).isFalse();
    }

    @Test
    void heapBytes_areAMissedGoal() {
        runs.add(new CodecRun(OUTBOARD_SAFE, "chat", Operation.ENCODE, 25, 0, List.of(5.0), 24, 78, 0, null));
        assertThat(bar("JDK 25, outboard-safe, chat, encode: no byte").met()).isFalse();
    }

    @Test
    void heapBytes_ofArenas_areAGoalToo() {
        runs.add(new CodecRun(OUTBOARD_SAFE_ARENA, "chat", Operation.ENCODE, 25, 0, List.of(5.0), 0, 78, 0, null));
        assertThat(bar("JDK 25, outboard-safe-arena, chat, encode: no byte").met())
                .isTrue();
    }

    @Test
    void encode_isHeldAgainstQuickBuffersAndSbe() {
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 0, 30);
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 60);
        add(QUICKBUF, Operation.ENCODE, 0, 50);
        add(SBE, Operation.ENCODE, 0, 40);
        assertThat(bar("JDK 25, outboard-unsafe, chat, encode: at least 1.0 times as fast as quickbuffers")
                        .met())
                .isTrue();
        assertThat(bar("JDK 25, outboard-safe, chat, encode: at least 1.0 times as fast as quickbuffers")
                        .met())
                .isFalse();
        assertThat(bar("JDK 25, outboard-unsafe, chat, encode: at least 1.0 times as fast as sbe-1.38.1's")
                        .met())
                .isTrue();
    }

    @Test
    void encode_isHeldAgainstFlatBuffers() {
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 60);
        add(FLATBUFFERS, Operation.ENCODE, 0, 90);
        CodecBar bar = bar("JDK 25, outboard-safe, chat, encode: at least 1.0 times as fast as flatbuffers");
        assertThat(bar.measured()).startsWith("1.50 ");
        assertThat(bar.met()).isTrue();
    }

    @Test
    void jdks_haveGoalsOfTheirOwn() {
        Jdk older = new Jdk(17, Path.of("older"));
        CodecPlan both = new CodecPlan(ALL.contenders(), ALL.data(), List.of(older, JDKS.get(0)), 1, 1, 2, 1);
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 0, 10);
        add(PROTOBUF, Operation.ENCODE, 0, 40);
        assertThat(CodecBars.of(both, runs))
                .filteredOn(bar -> bar.goal().contains("outboard-unsafe, chat, encode: at least 3.5"))
                .extracting(CodecBar::goal, CodecBar::met)
                .satisfiesExactly(
                        old -> assertThat(old.toList().toString())
                                .startsWith("[JDK 17")
                                .endsWith("false]"),
                        young -> assertThat(young.toList().toString())
                                .startsWith("[JDK 25")
                                .endsWith("true]"));
    }

    @Test
    void arenas_haveNoGoalsOnAJdkWithoutThem() {
        CodecPlan old = new CodecPlan(ALL.contenders(), ALL.data(), List.of(new Jdk(17, Path.of("older"))), 1, 1, 2, 1);
        assertThat(CodecBars.of(old, runs))
                .extracting(CodecBar::goal)
                .noneMatch(goal -> goal.contains("arena"))
                .anyMatch(goal -> goal.contains("outboard-safe-both"));
    }

    @Test
    void contenderThatGaveSomethingElseBack_failsTheReport() {
        CodecReport report = report("message 3: another one came back (expected: the same)");
        assertThat(report.valid()).isFalse();
        assertThat(TextReport.render(CodecSection.of(report)))
                .contains("protobuf-java-4.36.2, JDK 25, chat: message 3");
    }

    @Test
    void ratios_areOursOverTheOthers_andSafeOverUnsafe() {
        for (int round = 0; round < 3; round++) {
            add(OUTBOARD_UNSAFE, Operation.ENCODE, round, 10);
            add(OUTBOARD_SAFE, Operation.ENCODE, round, 12);
            add(PROTOBUF, Operation.ENCODE, round, 40);
        }
        CodecReport report =
                new CodecReport("2026-01-01T00:00:00Z", Environment.capture(), ALL, runs, List.of(), List.of());
        assertThat(CodecPart.ratios(report))
                .extracting(Ratio::key, ratio -> ratio.interval().estimate())
                .containsExactlyInAnyOrder(
                        tuple("codec/jdk25/chat/encode/outboard-unsafe>outboard-safe", 1.2),
                        tuple("codec/jdk25/chat/encode/protobuf-java-4.36.2>outboard-safe", 0.3),
                        tuple("codec/jdk25/chat/encode/protobuf-java-4.36.2>outboard-unsafe", 0.25));
        assertThat(CodecPart.ratios(report)).noneMatch(Ratio::noisy);
    }

    @Test
    void ratio_ofDisturbedRuns_isNoisy() {
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 0, 10);
        runs.add(new CodecRun(OUTBOARD_UNSAFE, "chat", Operation.ENCODE, 25, 1, List.of(5.0), 0, 78, 0.5, null));
        runs.add(new CodecRun(OUTBOARD_SAFE, "chat", Operation.ENCODE, 25, 0, List.of(5.0), 0, 78, 0.5, null));
        runs.add(new CodecRun(OUTBOARD_SAFE, "chat", Operation.ENCODE, 25, 1, List.of(5.0), 0, 78, 0.5, null));
        CodecReport report =
                new CodecReport("2026-01-01T00:00:00Z", Environment.capture(), ALL, runs, List.of(), List.of());
        assertThat(CodecPart.ratios(report)).hasSize(1).allMatch(Ratio::noisy);
    }

    @Test
    void operationsThatWereNotAskedFor_haveNoGoal() {
        CodecPlan encode = new CodecPlan(
                List.of(OUTBOARD_SAFE, OUTBOARD_UNSAFE), List.of("chat"), JDKS, List.of(Operation.ENCODE), 1, 1, 2, 1);
        add(OUTBOARD_SAFE, Operation.ENCODE, 0, 12);
        add(OUTBOARD_UNSAFE, Operation.ENCODE, 0, 10);
        assertThat(CodecBars.of(encode, runs)).extracting(CodecBar::goal).noneMatch(goal -> goal.contains("decode"));
    }

    @Test
    void plan_refusesWhatIsNotThere() {
        assertThatThrownBy(() -> new CodecPlan(List.of(PROTOBUF), List.of("video"), JDKS, 1, 1, 1, 1))
                .hasMessage("data: video (expected: one of media, chat, chat-cjk, telemetry)");
        assertThatThrownBy(() -> Contender.of("gson"))
                .hasMessageStartingWith("contender: gson (expected: one of outboard-unsafe, outboard-safe,");
    }

    private CodecBar bar(String start) {
        return CodecBars.of(ALL, runs).stream()
                .filter(bar -> bar.goal().startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private CodecReport report(@Nullable String error) {
        List<CodecRun> all = new ArrayList<>(runs);
        if (error != null) {
            all.add(new CodecRun(
                    PROTOBUF, "chat", Operation.DECODE, 25, 0, List.of(), Double.NaN, Double.NaN, 0, error));
        }
        return new CodecReport(
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                new CodecPlan(List.of(OUTBOARD_SAFE, PROTOBUF), List.of("chat"), JDKS, 1, 1, 2, 1),
                all,
                CodecBars.of(ALL, all),
                List.of());
    }

    private void add(Contender contender, Operation operation, int round, double nanos) {
        runs.add(new CodecRun(contender, "chat", operation, 25, round, List.of(nanos, nanos), 0, 78, 0, null));
    }
}
