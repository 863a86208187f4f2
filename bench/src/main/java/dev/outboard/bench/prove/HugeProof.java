package dev.outboard.bench.prove;

import dev.outboard.im.load.LoadReport;
import dev.outboard.im.load.LoadRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One group of all, and what one member that does not read does to the others. */
final class HugeProof {
    private static final int MEMBERS = 10_000;
    private static final int PAIRS = 2;
    private static final int SECONDS = 30;
    private static final double RATE = 2;
    private static final int TEXT = 2_000;
    private static final double BAR = 1.5;

    private HugeProof() {}

    static Proof run(ProvePlan plan) throws InterruptedException {
        int members = plan.scaled(MEMBERS);
        OpenFiles.check(members);
        List<LoadReport> without = new ArrayList<>();
        List<LoadReport> with = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            without.add(one(plan, members, 0, "huge-" + pair));
            with.add(one(plan, members, 1, "huge-stalled-" + pair));
        }
        return proof(plan, members, without, with);
    }

    private static LoadReport one(ProvePlan plan, int members, int stalled, String name) throws InterruptedException {
        plan.progress().note(name);
        try (ProvedServer server = ProvedServer.start(
                plan,
                name,
                List.of(
                        "--mode",
                        plan.mode(),
                        "--max-connections",
                        "20000",
                        "--outbound-bytes",
                        "8192",
                        "--send-buffer",
                        "4096"))) {
            return LoadRun.run(
                    Loads.open(plan, server.port(), members, 1, members, RATE, TEXT, plan.secondsOr(SECONDS), stalled),
                    line -> {});
        }
    }

    private static Proof proof(ProvePlan plan, int members, List<LoadReport> without, List<LoadReport> with) {
        List<Finding> findings = new ArrayList<>();
        LoadReport first = without.get(0);
        findings.add(Finding.holds(
                "reached",
                "Deliveries by messages taken, in the first run: every member gets every message.",
                first.books().delivered() == first.published().taken() * members,
                String.format(
                        Locale.ROOT,
                        "%,d of %,d",
                        first.books().delivered(),
                        first.published().taken() * members),
                "all"));
        double alone = median(without);
        double beside = median(with);
        findings.add(Finding.of(
                "p99, ms",
                "From the intended time of a message to its delivery to a member, 99th percentile; the median of the runs.",
                alone,
                ms(alone)));
        findings.add(Finding.of(
                "p99 with one stalled, ms",
                "The same where one member does not read; of the others.",
                beside,
                ms(beside)));
        findings.add(plan.barred(Finding.atMost(
                "ratio",
                "The second by the first.",
                beside / alone,
                BAR,
                String.format(Locale.ROOT, "%.2f", beside / alone),
                "1.5")));
        long dropped =
                with.stream().mapToLong(report -> report.books().slowConsumer()).sum();
        findings.add(Finding.atLeast(
                "dropped for the stalled one",
                "Messages dropped at its connection: it did fall behind.",
                dropped,
                plan.isFull() ? 1 : 0,
                Long.toString(dropped),
                "1"));
        List<String> violations = new ArrayList<>();
        without.forEach(report -> violations.addAll(report.violations()));
        with.forEach(report -> violations.addAll(report.violations()));
        findings.add(Finding.holds(
                "checks",
                "Everything that im load checks: books, order, duplicates, contents.",
                violations.isEmpty(),
                violations.isEmpty() ? "hold" : violations.toString(),
                "hold"));
        List<String> notes = new ArrayList<>();
        notes.add("p99 of the runs: without " + all(without) + ", with " + all(with)
                + " ms. Server and clients share the processors.");
        with.forEach(report -> report.generator()
                .reasons()
                .forEach(reason -> notes.add("The load was its own bottleneck: " + reason)));
        return new Proof(
                "huge",
                "One huge group",
                String.format(
                        Locale.ROOT,
                        "How soon does a message reach a group of %,d, and what does one member that does not read do to the others? %.0f messages/s"
                                + " of %,d characters, %d s, %d runs of each, taken in turns. Mode %s, codec %s.",
                        members,
                        RATE,
                        TEXT,
                        plan.secondsOr(SECONDS),
                        PAIRS,
                        plan.mode(),
                        first.server().codec()),
                findings,
                notes);
    }

    private static double median(List<LoadReport> reports) {
        double[] sorted = reports.stream()
                .mapToDouble(report -> report.latency().p99())
                .sorted()
                .toArray();
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }

    private static List<String> all(List<LoadReport> reports) {
        return reports.stream().map(report -> ms(report.latency().p99())).toList();
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
