package dev.outboard.bench.codec;

import static dev.outboard.bench.codec.Contender.FLATBUFFERS;
import static dev.outboard.bench.codec.Contender.FORY;
import static dev.outboard.bench.codec.Contender.OUTBOARD_SAFE;
import static dev.outboard.bench.codec.Contender.OUTBOARD_UNSAFE;
import static dev.outboard.bench.codec.Contender.PROTOBUF;
import static dev.outboard.bench.codec.Contender.QUICKBUF;
import static dev.outboard.bench.codec.Contender.SBE;
import static dev.outboard.bench.codec.Operation.DECODE;
import static dev.outboard.bench.codec.Operation.DECODE_NO_STRINGS;
import static dev.outboard.bench.codec.Operation.ENCODE;

import dev.outboard.bench.run.Jdk;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The goals of the codec benchmark on one JDK, held against its runs. */
final class CodecBars {
    /** Heap bytes per operation that count as none: what the profiler itself leaves. */
    private static final double NO_BYTES = 1;

    private static final String NOT_MEASURED = "not measured (expected: a run of each side)";

    private final CodecPlan plan;
    private final List<CodecRun> runs;
    private final Jdk jdk;
    private final List<CodecBar> bars = new ArrayList<>();

    private CodecBars(CodecPlan plan, List<CodecRun> runs, Jdk jdk) {
        this.plan = plan;
        this.runs = runs;
        this.jdk = jdk;
    }

    /** All goals of what was asked for; one that was asked for and has no figure is missed. */
    static List<CodecBar> of(CodecPlan plan, List<CodecRun> runs) {
        return plan.jdks().stream()
                .flatMap(jdk -> new CodecBars(plan, runs, jdk).all().stream())
                .toList();
    }

    private List<CodecBar> all() {
        for (String data : CodecPlan.DATA) {
            for (Contender contender : Contender.values()) {
                if (contender.isOurs()) {
                    noHeap(contender, data, ENCODE);
                    noHeap(contender, data, DECODE_NO_STRINGS);
                }
            }
        }
        for (String data : List.of("media", "chat")) {
            faster(data, OUTBOARD_UNSAFE, ENCODE, PROTOBUF, ENCODE, 3.5);
            faster(data, OUTBOARD_SAFE, ENCODE, PROTOBUF, ENCODE, 2);
            faster(data, OUTBOARD_UNSAFE, DECODE_NO_STRINGS, PROTOBUF, DECODE, 2.5);
            faster(data, OUTBOARD_SAFE, DECODE_NO_STRINGS, PROTOBUF, DECODE, 2);
            faster(data, OUTBOARD_UNSAFE, DECODE, PROTOBUF, DECODE, 2);
            faster(data, OUTBOARD_SAFE, DECODE, PROTOBUF, DECODE, 1.6);
            for (Contender theirs : List.of(QUICKBUF, FLATBUFFERS)) {
                faster(data, OUTBOARD_UNSAFE, ENCODE, theirs, ENCODE, 1);
                faster(data, OUTBOARD_SAFE, ENCODE, theirs, ENCODE, 1);
            }
            for (Operation operation : Operation.values()) {
                closer(data, operation, 2.5);
            }
        }
        faster("chat", OUTBOARD_UNSAFE, ENCODE, FORY, ENCODE, 1);
        faster("chat", OUTBOARD_UNSAFE, ENCODE, SBE, ENCODE, 1);
        for (Operation operation : Operation.values()) {
            closer("telemetry", operation, 1.4);
        }
        return bars;
    }

    private void noHeap(Contender ours, String data, Operation operation) {
        // A JDK that has not what a contender needs is no failure of the contender.
        if (!asked(data, ours) || !plan.operations().contains(operation) || !ours.runsOn(jdk)) {
            return;
        }
        Stats.Spread bytes = Stats.spread(of(ours, data, operation).stream()
                .mapToDouble(CodecRun::bytesPerOperation)
                .toArray());
        add(
                String.format(Locale.ROOT, "%s, %s, %s: no byte on the heap", ours.id(), data, operation.title()),
                bytes,
                " B",
                bytes.median() < NO_BYTES);
    }

    private void faster(
            String data,
            Contender ours,
            Operation operation,
            Contender theirs,
            Operation theirOperation,
            double times) {
        if (asked(data, ours, theirs) && plan.operations().containsAll(List.of(operation, theirOperation))) {
            Stats.Spread ratio = ratio(data, theirs, theirOperation, ours, operation);
            add(
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
                    "",
                    ratio.median() >= times);
        }
    }

    private void closer(String data, Operation operation, double times) {
        if (asked(data, OUTBOARD_SAFE, OUTBOARD_UNSAFE) && plan.operations().contains(operation)) {
            Stats.Spread ratio = ratio(data, OUTBOARD_SAFE, operation, OUTBOARD_UNSAFE, operation);
            add(
                    String.format(
                            Locale.ROOT,
                            "safe to unsafe, %s, %s: at most %.1f times as long",
                            data,
                            operation.title(),
                            times),
                    ratio,
                    "",
                    ratio.median() <= times);
        }
    }

    private void add(String goal, Stats.Spread measured, String unit, boolean met) {
        boolean there = measured.count() > 0;
        String text = String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)%s", measured.median(), measured.min(), measured.max(), unit);
        bars.add(new CodecBar("JDK " + jdk.feature() + ", " + goal, there ? text : NOT_MEASURED, there && met));
    }

    private boolean asked(String data, Contender... contenders) {
        return plan.data().contains(data) && plan.contenders().containsAll(List.of(contenders));
    }

    /** How many times as long the first takes as the second, round by round. */
    private Stats.Spread ratio(String data, Contender first, Operation one, Contender second, Operation other) {
        return Stats.spread(ratios(of(first, data, one), of(second, data, other)));
    }

    static double[] ratios(List<CodecRun> firsts, List<CodecRun> seconds) {
        return firsts.stream()
                .flatMap(a ->
                        seconds.stream().filter(b -> b.round() == a.round()).map(b -> a.median() / b.median()))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private List<CodecRun> of(Contender contender, String data, Operation operation) {
        return CodecReport.of(runs, jdk.feature(), contender, data, operation);
    }
}
