package dev.outboard.bench.codec;

import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Jdk;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.Share;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Codecs, as a part of a suite: ours, and protobuf-java where it is built. One thread. */
public final class CodecPart implements SuitePart {
    private static final Duration SHORT = Duration.ofSeconds(49);
    /** More than it takes where the machine is quiet. */
    private static final Duration SHORT_SHARE = Duration.ofSeconds(65);

    private static final Duration FULL = Duration.ofMinutes(15);
    private static final Duration SMOKE = Duration.ofSeconds(12);

    private final CodecPlan plan;
    private final Duration estimate;
    private final Supplier<Share> share;

    private CodecPart(CodecPlan plan, Duration estimate, Supplier<Share> share) {
        this.plan = plan;
        this.estimate = estimate;
        this.share = share;
    }

    /** Less than a minute; rounds that do not fit into it are left out. What is not built is not built for it. */
    public static CodecPart shortProfile() {
        PeerBuild peers = new PeerBuild();
        List<Contender> built =
                Stream.of(Contender.PROTOBUF).filter(peers::isBuilt).toList();
        return new CodecPart(CodecPlan.brief(built), SHORT, () -> Share.of(SHORT_SHARE));
    }

    /** All contenders with two data sets, on the oldest and the newest JDK. */
    public static CodecPart full() {
        return new CodecPart(CodecPlan.profile(), FULL, Share::unlimited);
    }

    /** Ours, one data set and one operation, at a tiny scale. */
    public static CodecPart smoke() {
        CodecPlan plan = new CodecPlan(
                List.of(Contender.OUTBOARD_UNSAFE, Contender.OUTBOARD_SAFE),
                List.of("chat"),
                List.of(Jdk.running()),
                List.of(Operation.ENCODE),
                2,
                1,
                1,
                20);
        return new CodecPart(plan, SMOKE, Share::unlimited);
    }

    @Override
    public String id() {
        return "codec";
    }

    @Override
    public Duration estimate() {
        return estimate;
    }

    @Override
    public PartResult run(Path work, Journal journal, Progress progress) throws IOException, InterruptedException {
        CodecReport report = CodecBench.run(plan, journal, share.get(), progress);
        return new PartResult(
                id(),
                List.of(),
                ratios(report),
                CodecSection.of(report),
                (int) report.runs().stream().filter(CodecRun::isNoisy).count(),
                report.runs().size(),
                report);
    }

    /** The safe codec over the Unsafe one, and ours over every other library. */
    static List<Ratio> ratios(CodecReport report) {
        CodecPlan plan = report.plan();
        List<Ratio> ratios = new ArrayList<>();
        for (Jdk jdk : plan.jdks()) {
            for (String data : plan.data()) {
                for (Operation operation : plan.operations()) {
                    for (Contender to : List.of(Contender.OUTBOARD_UNSAFE, Contender.OUTBOARD_SAFE)) {
                        for (Contender from : plan.contenders()) {
                            if (!from.isOurs() || from == Contender.OUTBOARD_UNSAFE && to == Contender.OUTBOARD_SAFE) {
                                add(ratios, report.runs(), jdk.feature(), data, operation, from, to);
                            }
                        }
                    }
                }
            }
        }
        return ratios;
    }

    private static void add(
            List<Ratio> ratios,
            List<CodecRun> runs,
            int jdk,
            String data,
            Operation operation,
            Contender from,
            Contender to) {
        List<CodecRun> ours = CodecReport.of(runs, jdk, to, data, operation);
        List<CodecRun> theirs = CodecReport.of(runs, jdk, from, data, operation);
        double[] values = CodecBars.ratios(ours, theirs);
        if (values.length > 0) {
            ratios.add(new Ratio(
                    "codec/jdk" + jdk + "/" + data + "/" + operation.method() + "/" + from.id() + ">" + to.id(),
                    "ns, " + operation.title() + ", " + to.id() + " over " + from.id() + ", " + data + ", JDK " + jdk,
                    true,
                    Stats.ratioInterval(values),
                    Stream.concat(ours.stream(), theirs.stream())
                                    .filter(CodecRun::isNoisy)
                                    .count()
                            > (ours.size() + theirs.size()) / 2));
        }
    }
}
