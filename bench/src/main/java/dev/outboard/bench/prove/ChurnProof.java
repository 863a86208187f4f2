package dev.outboard.bench.prove;

import dev.outboard.im.client.FeedCounters;
import dev.outboard.im.load.LoadTerms;
import dev.outboard.im.load.RoamReport;
import dev.outboard.im.load.RoamRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Connections that come and go while messages flow. */
final class ChurnProof {
    private static final int CONNECTIONS = 1_000;
    private static final int GROUPS = 20;
    private static final int GROUP_SIZE = 50;
    private static final double RATE = 100;
    private static final double CUTS = 500;
    private static final int SECONDS = 20;
    /** Of the rate that was asked for: it is counted over a window whose edges are not sharp. */
    private static final double ENOUGH = 0.98;

    private ChurnProof() {}

    static Proof run(ProvePlan plan) throws InterruptedException {
        int connections = Math.max(20, plan.scaled(CONNECTIONS));
        int groupSize = Math.min(GROUP_SIZE, connections / 2);
        double cuts = CUTS * plan.scale();
        try (ProvedServer server =
                ProvedServer.start(plan, "churn", List.of("--mode", plan.mode(), "--history", "2000"))) {
            RoamReport report = RoamRun.run(
                    Loads.open(
                            plan, server.port(), connections, GROUPS, groupSize, RATE, 240, plan.secondsOr(SECONDS), 0),
                    LoadTerms.plain().withChurn(cuts),
                    line -> {});
            int code = server.stop();
            return new Proof(
                    "churn",
                    "Connections that come and go",
                    String.format(
                            Locale.ROOT,
                            "Do conservation, order and recovery hold where %.0f connections a second end and are made again? %,d users in %d groups of %d, %.0f"
                                    + " messages/s, %d s. Mode %s, codec %s.",
                            cuts,
                            connections,
                            GROUPS,
                            groupSize,
                            RATE,
                            plan.secondsOr(SECONDS),
                            plan.mode(),
                            plan.codec()),
                    findings(plan, report, cuts, code),
                    report.generator().reasons().stream()
                            .map(reason -> "The load was its own bottleneck: " + reason)
                            .toList());
        }
    }

    private static List<Finding> findings(ProvePlan plan, RoamReport report, double cuts, int code) {
        List<Finding> findings = new ArrayList<>();
        findings.add(plan.barred(Finding.atLeast(
                "ended/s",
                "Connections of users who were there, ended and made again, a second.",
                report.cutsPerSecond(),
                cuts * ENOUGH,
                String.format(Locale.ROOT, "%.0f", report.cutsPerSecond()),
                String.format(Locale.ROOT, "%.0f", cuts * ENOUGH))));
        findings.add(count("acknowledged", "Messages that the server has answered.", report.acknowledged()));
        findings.addAll(checks(report));
        FeedCounters.Counts recovery = report.recovery();
        findings.add(count("recovered", "Deliveries that came in an answer to Subscribe.", recovery.recovered()));
        findings.add(count("filled", "Deliveries that came from History.", recovery.filled()));
        findings.add(count(
                "sent again", "Publishes sent again under their key, for want of an answer.", recovery.retries()));
        findings.add(count("there already", "Of these, those that the server had taken before.", recovery.repeated()));
        findings.add(Finding.of(
                "p99, ms",
                "From the intended time to the delivery, recoveries included.",
                report.latency().p99(),
                String.format(Locale.ROOT, "%.1f", report.latency().p99())));
        findings.add(Finding.holds(
                "server's end", "Exit code of the server after SIGTERM.", code == 0, Integer.toString(code), "0"));
        return findings;
    }

    /** What must not have been, whatever came and went. */
    static List<Finding> checks(RoamReport report) {
        RoamReport.Faults faults = report.faults();
        return List.of(
                none(
                        "lost",
                        "Deliveries of acknowledged messages that a member has not got when all is over.",
                        report.lost()),
                none("unanswered", "Messages without an answer when all is over.", report.unanswered()),
                none(
                        "history lost",
                        "Recoveries that were told so.",
                        report.recovery().lost()),
                none(
                        "duplicates",
                        "Messages handed on twice, past the filter by group, epoch and number.",
                        faults.duplicate()),
                none(
                        "out of order",
                        "Behind one of the same group and epoch with a higher number, or not the next one.",
                        faults.reordered() + faults.skipped()),
                none(
                        "altered",
                        "With another text, sender, group or time than was sent; or to no member.",
                        faults.altered() + faults.stray() + faults.unknown()));
    }

    private static Finding none(String name, String definition, long count) {
        return Finding.atMost(name, definition, count, 0, Long.toString(count), "0");
    }

    private static Finding count(String name, String definition, long count) {
        return Finding.of(name, definition, count, String.format(Locale.ROOT, "%,d", count));
    }
}
