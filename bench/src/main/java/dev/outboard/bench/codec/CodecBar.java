package dev.outboard.bench.codec;

import static dev.outboard.bench.codec.Contender.FORY;
import static dev.outboard.bench.codec.Contender.OUTBOARD_SAFE;
import static dev.outboard.bench.codec.Contender.OUTBOARD_UNSAFE;
import static dev.outboard.bench.codec.Contender.PROTOBUF;
import static dev.outboard.bench.codec.Contender.QUICKBUF;
import static dev.outboard.bench.codec.Contender.SBE;

import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A goal of ours beside what was measured.
 *
 * @param goal in words
 * @param measured with its spread over the rounds
 * @param met whether it holds in the median
 */
public record CodecBar(String goal, String measured, boolean met) {
    /** Heap bytes per operation that count as none: what the profiler itself leaves. */
    private static final double NO_BYTES = 1;

    private static final String NOT_MEASURED = "not measured (expected: a run of each side)";

    /** All goals of what was asked for; one that was asked for and has no figure is missed. */
    static List<CodecBar> of(CodecPlan plan, List<CodecRun> runs) {
        List<CodecBar> bars = new ArrayList<>();
        for (String data : CodecPlan.DATA) {
            Arrays.stream(Contender.values()).filter(Contender::isOurs).forEach(ours -> {
                allocation(bars, plan, runs, ours, data, Operation.ENCODE);
                allocation(bars, plan, runs, ours, data, Operation.DECODE_NO_STRINGS);
            });
        }
        for (String data : List.of("media", "chat")) {
            faster(bars, plan, runs, data, OUTBOARD_UNSAFE, Operation.ENCODE, PROTOBUF, Operation.ENCODE, 3.5);
            faster(bars, plan, runs, data, OUTBOARD_SAFE, Operation.ENCODE, PROTOBUF, Operation.ENCODE, 2);
            faster(
                    bars,
                    plan,
                    runs,
                    data,
                    OUTBOARD_UNSAFE,
                    Operation.DECODE_NO_STRINGS,
                    PROTOBUF,
                    Operation.DECODE,
                    2.5);
            faster(bars, plan, runs, data, OUTBOARD_SAFE, Operation.DECODE_NO_STRINGS, PROTOBUF, Operation.DECODE, 2);
            faster(bars, plan, runs, data, OUTBOARD_UNSAFE, Operation.DECODE, PROTOBUF, Operation.DECODE, 2);
            faster(bars, plan, runs, data, OUTBOARD_SAFE, Operation.DECODE, PROTOBUF, Operation.DECODE, 1.6);
            faster(bars, plan, runs, data, OUTBOARD_UNSAFE, Operation.ENCODE, QUICKBUF, Operation.ENCODE, 1);
            faster(bars, plan, runs, data, OUTBOARD_SAFE, Operation.ENCODE, QUICKBUF, Operation.ENCODE, 1);
            for (Operation operation : Operation.values()) {
                closer(bars, plan, runs, data, operation, 2.5);
            }
        }
        faster(bars, plan, runs, "chat", OUTBOARD_UNSAFE, Operation.ENCODE, FORY, Operation.ENCODE, 1);
        faster(bars, plan, runs, "chat", OUTBOARD_UNSAFE, Operation.ENCODE, SBE, Operation.ENCODE, 1);
        for (Operation operation : Operation.values()) {
            closer(bars, plan, runs, "telemetry", operation, 1.4);
        }
        return bars;
    }

    private static void allocation(
            List<CodecBar> bars,
            CodecPlan plan,
            List<CodecRun> runs,
            Contender ours,
            String data,
            Operation operation) {
        if (!asked(plan, data, ours)) {
            return;
        }
        String goal = ours.id() + ", " + data + ", " + operation.title() + ": no byte on the heap";
        List<CodecRun> mine = CodecReport.of(runs, ours, data, operation);
        if (mine.isEmpty()) {
            // A JDK that has not what a contender needs is no failure of the contender.
            if (ours.runsHere()) {
                bars.add(new CodecBar(goal, NOT_MEASURED, false));
            }
            return;
        }
        Stats.Spread bytes = Stats.spread(
                mine.stream().mapToDouble(CodecRun::bytesPerOperation).toArray());
        bars.add(new CodecBar(
                goal,
                String.format(Locale.ROOT, "%.2f (%.2f to %.2f) B", bytes.median(), bytes.min(), bytes.max()),
                bytes.median() < NO_BYTES));
    }

    private static void faster(
            List<CodecBar> bars,
            CodecPlan plan,
            List<CodecRun> runs,
            String data,
            Contender ours,
            Operation operation,
            Contender theirs,
            Operation theirOperation,
            double times) {
        if (asked(plan, data, ours, theirs)) {
            Stats.Spread ratio = ratio(runs, data, theirs, theirOperation, ours, operation);
            bars.add(bar(
                    String.format(
                            Locale.ROOT,
                            "%s, %s, %s: at least %.1f times as fast as %s's %s",
                            ours.id(),
                            data,
                            operation.title(),
                            times,
                            theirs.id(),
                            theirOperation.title()),
                    ratio,
                    ratio.median() >= times));
        }
    }

    private static void closer(
            List<CodecBar> bars, CodecPlan plan, List<CodecRun> runs, String data, Operation operation, double times) {
        if (asked(plan, data, OUTBOARD_SAFE, OUTBOARD_UNSAFE)) {
            Stats.Spread ratio = ratio(runs, data, OUTBOARD_SAFE, operation, OUTBOARD_UNSAFE, operation);
            bars.add(bar(
                    String.format(
                            Locale.ROOT,
                            "safe to unsafe, %s, %s: at most %.1f times as long",
                            data,
                            operation.title(),
                            times),
                    ratio,
                    ratio.median() <= times));
        }
    }

    private static CodecBar bar(String goal, Stats.Spread ratio, boolean met) {
        return ratio.count() == 0 ? new CodecBar(goal, NOT_MEASURED, false) : new CodecBar(goal, text(ratio), met);
    }

    private static boolean asked(CodecPlan plan, String data, Contender... contenders) {
        return plan.data().contains(data) && plan.contenders().containsAll(List.of(contenders));
    }

    /** How many times as long the first takes as the second, round by round. */
    private static Stats.Spread ratio(
            List<CodecRun> runs, String data, Contender first, Operation one, Contender second, Operation other) {
        List<CodecRun> firsts = CodecReport.of(runs, first, data, one);
        List<CodecRun> seconds = CodecReport.of(runs, second, data, other);
        return Stats.spread(firsts.stream()
                .flatMap(a ->
                        seconds.stream().filter(b -> b.round() == a.round()).map(b -> a.median() / b.median()))
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private static String text(Stats.Spread ratio) {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", ratio.median(), ratio.min(), ratio.max());
    }
}
