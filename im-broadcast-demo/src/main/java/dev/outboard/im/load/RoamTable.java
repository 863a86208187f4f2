package dev.outboard.im.load;

import dev.outboard.im.client.FeedCounters;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a {@link RoamReport} for people. Any thread. */
public final class RoamTable {
    private final PrintWriter out;

    /** Prints to {@code out}. */
    public RoamTable(PrintWriter out) {
        this.out = out;
    }

    /** Prints the whole report. */
    public void print(RoamReport report) {
        LoadOptions options = report.options();
        row(
                "load",
                "%,d users over %s, %,d memberships, %s, %.1f s",
                options.connections(),
                String.join(", ", report.servers()),
                report.memberships(),
                report.load(),
                options.window().toMillis() / 1e3);
        LoadReport.Latency latency = report.latency();
        row("goodput", "%,.0f deliveries/s", report.deliveriesPerSecond());
        row(
                "latency",
                "p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, max %.1f ms from the intended time, recoveries included, n=%,d",
                latency.p50(),
                latency.p90(),
                latency.p99(),
                latency.p999(),
                latency.max(),
                latency.count());
        row(
                "messages",
                "%,d sent, %,d acknowledged, %,d of them with every member, %,d unanswered%s",
                report.sent(),
                report.acknowledged(),
                report.complete(),
                report.unanswered(),
                report.failures().isEmpty() ? "" : ", failed " + report.failures());
        printRecovery(report);
        LoadReport.Generator generator = report.generator();
        row(
                "generator",
                "busiest event loop %.0f %%, %.2f of %d processors, send lag p99 %.1f ms, garbage %.1f %%",
                100 * generator.busy(),
                generator.cpus(),
                generator.cpuShare(),
                generator.sendLagMillis(),
                100 * generator.collecting());
        generator.reasons().forEach(reason -> row("VOID", "the load was its own bottleneck: %s", reason));
        report.violations().forEach(violation -> row("FAILED", "%s", violation));
        if (report.ok()) {
            row("OK", "every acknowledged message reached every member, once and in order");
        }
        out.flush();
    }

    private void printRecovery(RoamReport report) {
        FeedCounters.Counts recovery = report.recovery();
        row(
                "churn",
                "%,d connections ended by the load (%.0f/s), %,d made, %,d ended in all, %,d failed, %,d by hint",
                report.cuts(),
                report.cutsPerSecond(),
                recovery.connects(),
                recovery.closes(),
                recovery.failedConnects(),
                recovery.hints());
        row(
                "recovery",
                "%,d messages by Subscribe, %,d by History; %,d gaps, %,d markers, %,d numbers void, %,d times history lost; %,d users asked"
                        + " again at the end",
                recovery.recovered(),
                recovery.filled(),
                recovery.gaps(),
                recovery.markers(),
                recovery.voids(),
                recovery.lost(),
                report.askedAgain());
        row(
                "again",
                "%,d publishes sent again, %,d of them were there already; %,d deliveries thrown away by the filter",
                recovery.retries(),
                recovery.repeated(),
                recovery.filtered());
        RoamReport.Faults faults = report.faults();
        row(
                "checks",
                "%,d deliveries; lost %,d, duplicate %,d, out of order %,d, skipped %,d, altered %,d, stray %,d, unknown %,d",
                report.deliveries(),
                report.lost(),
                faults.duplicate(),
                faults.reordered(),
                faults.skipped(),
                faults.altered(),
                faults.stray(),
                faults.unknown());
    }

    private void row(String name, String format, Object... values) {
        out.printf(Locale.ROOT, "%-10s %s%n", name, String.format(Locale.ROOT, format, values));
    }
}
