package dev.outboard.bench.demo;

import dev.outboard.bench.broadcast.BroadcastClaims;
import dev.outboard.bench.broadcast.BroadcastReport;
import dev.outboard.bench.broadcast.BroadcastSection;
import dev.outboard.bench.gc.GcClaims;
import dev.outboard.bench.gc.GcReport;
import dev.outboard.bench.gc.GcSection;
import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.run.Environment;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a demo measured; {@code report.json} is this record.
 *
 * @param schema version of this file's layout: {@value #SCHEMA}
 * @param created when the run began, ISO 8601 in UTC
 * @param smoke whether this was a run at a tiny scale, whose figures say nothing
 * @param claims the article's figures beside ours
 */
public record DemoReport(
        int schema,
        String created,
        boolean smoke,
        Environment environment,
        List<Claim> claims,
        GcReport gc,
        BroadcastReport broadcast) {

    static final int SCHEMA = 1;

    public DemoReport {
        claims = List.copyOf(claims);
    }

    static DemoReport of(
            String created, boolean smoke, Environment environment, GcReport gc, BroadcastReport broadcast) {
        final List<Claim> claims = new ArrayList<>(GcClaims.of(gc));
        claims.addAll(BroadcastClaims.of(broadcast));
        return new DemoReport(SCHEMA, created, smoke, environment, claims, gc, broadcast);
    }

    /** Whether every run of both parts passed its checks. */
    public boolean valid() {
        return gc.valid() && broadcast.valid();
    }

    /** Part A and part B. */
    List<Section> sections() {
        return List.of(GcSection.of(gc), BroadcastSection.of(broadcast));
    }

    /** The report as a page. */
    Page page() {
        final String scale = smoke
                ? "A smoke run at a tiny scale: it shows that everything works, and its figures say nothing. "
                : "";
        return new Page(
                "Outboard: two migrations, measured",
                scale
                        + "An article reports what two migrations did to a service: from Unsafe memory to safe memory, and"
                        + " from a task per recipient to a fixed pool. This page shows what the same changes do here,"
                        + " whichever way they point. Run it again with ./outboard demo; every figure is in the"
                        + " report.json beside this file.",
                created,
                environment,
                claims,
                sections());
    }
}
