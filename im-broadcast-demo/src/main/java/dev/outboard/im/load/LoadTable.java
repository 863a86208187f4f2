package dev.outboard.im.load;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints a {@link LoadReport} for people. Any thread. */
public final class LoadTable {
    private static final double MIB = 1 << 20;

    private final PrintWriter out;

    /** Prints to {@code out}. */
    public LoadTable(PrintWriter out) {
        this.out = out;
    }

    /** Prints the whole report; the books are the line before the last. */
    public void print(LoadReport report) {
        printSetup(report.options(), report.load(), report.server());
        printFlow(report);
        printServer(report.memory(), report.server());
        printFaults(report);
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
        out.println(report.books());
        report.violations().forEach(violation -> row("FAILED", "%s", violation));
        if (report.ok()) {
            row(
                    "OK",
                    "%s",
                    report.server().ordered()
                            ? "the books balance; every delivery was checked, and in order"
                            : "the books balance; every delivery was checked (this mode does not promise order)");
        }
        out.flush();
    }

    private void printSetup(LoadOptions options, String load, ServerSample server) {
        row("server", "mode %s, codec %s, %s, JDK %s", server.mode(), server.codec(), server.transport(), server.jdk());
        row(
                "load",
                "%,d connections%s, %s, %.1f s",
                options.connections(),
                options.stalled() > 0
                        ? String.format(Locale.ROOT, " (%,d of them stop reading)", options.stalled())
                        : "",
                load,
                options.window().toMillis() / 1e3);
    }

    private void printFlow(LoadReport report) {
        LoadReport.Goodput goodput = report.goodput();
        row(
                "goodput",
                "%,.0f deliveries/s, %,.1f messages/s, %.1f MiB/s",
                goodput.deliveriesPerSecond(),
                goodput.broadcastsPerSecond(),
                goodput.bytesPerSecond() / MIB);
        LoadReport.Latency latency = report.latency();
        row(
                "latency",
                "p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, max %.1f ms from the intended time, n=%,d",
                latency.p50(),
                latency.p90(),
                latency.p99(),
                latency.p999(),
                latency.max(),
                latency.count());
        LoadReport.Published published = report.published();
        row(
                "messages",
                "%,d sent, %,d taken, %,d not complete in time%s",
                published.sent(),
                published.taken(),
                published.abandoned(),
                published.failures().isEmpty() ? "" : ", failed " + published.failures());
    }

    private void printServer(LoadReport.Memory memory, ServerSample server) {
        row(
                "memory",
                "RSS idle %.0f, connected %.0f, median %.0f, peak %.0f MiB",
                memory.rssIdle() / MIB,
                memory.rssConnected() / MIB,
                memory.rssMedian() / MIB,
                memory.rssPeak() / MIB);
        row(
                "",
                "heap after GC %.1f MiB (before %.1f), ledger at most %.1f MiB reserved, afterwards %,d bytes used, %d"
                        + " frames lost",
                memory.heapAfter() / MIB,
                memory.heapIdle() / MIB,
                memory.ledgerPeak() / MIB,
                memory.ledgerUsedAfter(),
                server.lostFrames());
        row(
                "threads",
                "median %,d, peak %,d; %.2f processors busy; %.1f MiB/s allocated; %d samples%s",
                memory.threadsMedian(),
                memory.threadsPeak(),
                memory.cpus(),
                memory.allocatedBytesPerSecond() / MIB,
                memory.samples(),
                memory.unanswered() > 0 ? ", " + memory.unanswered() + " unanswered" : "");
    }

    private void printFaults(LoadReport report) {
        LoadReport.FaultCounts faults = report.faults();
        row(
                "checks",
                "out of order %,d%s, duplicate %,d, altered %,d, stray %,d, unknown %,d, malformed %,d; late %,d",
                faults.reordered(),
                report.server().ordered() ? "" : " (allowed)",
                faults.duplicate(),
                faults.altered(),
                faults.stray(),
                faults.unknown(),
                faults.malformed(),
                report.books().late());
    }

    private void row(String name, String format, Object... values) {
        out.printf(Locale.ROOT, "%-10s %s%n", name, String.format(Locale.ROOT, format, values));
    }
}
