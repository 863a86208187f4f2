package dev.outboard.bench.gc;

import dev.outboard.bench.run.Jdk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a cell's runs have in common, whichever the arm.
 *
 * @param ratePerSecond messages per second over all workers; 0: closed loop, flat out
 * @param directMib bound on native memory, and on what the JVM counts as direct
 * @param concurrentExplicit whether {@code System.gc()}, which a JVM out of direct memory calls, collects concurrently
 * @param changesPercent of the messages that write to the live set
 * @param jdk what the runs' JVMs are of, as the first number of a version
 */
public record GcConditions(
        GcScenario scenario,
        GcCollector collector,
        int ratePerSecond,
        int directMib,
        boolean concurrentExplicit,
        int changesPercent,
        int jdk) {

    /** The bound on native memory where nothing is short. */
    static final int PLENTY_MIB = 512;
    /** Less than the garbage between two young collections of an arm that frees nothing by hand. */
    static final int SHORT_MIB = 96;

    /** The base: G1, fixed young size, flat out. */
    static final GcConditions BASE = new GcConditions(
            GcScenario.CODEC,
            GcCollector.G1,
            0,
            PLENTY_MIB,
            false,
            1,
            Jdk.running().feature());

    /** Checks what a command line can get wrong. */
    public GcConditions {
        if (ratePerSecond != 0) {
            GcPlan.check("open rate", ratePerSecond, 1000, 100_000_000);
        }
        if (ratePerSecond != 0 && scenario == GcScenario.RPC) {
            throw new IllegalArgumentException("scenario: rpc with an open load (expected: closed load)");
        }
        GcPlan.check("limit MiB", directMib, 16, 1 << 20);
        GcPlan.check("changes per cent", changesPercent, 1, 100);
    }

    GcConditions with(GcScenario other) {
        return new GcConditions(other, collector, ratePerSecond, directMib, concurrentExplicit, changesPercent, jdk);
    }

    GcConditions with(GcCollector other) {
        return new GcConditions(scenario, other, ratePerSecond, directMib, concurrentExplicit, changesPercent, jdk);
    }

    GcConditions withRate(int perSecond) {
        return new GcConditions(scenario, collector, perSecond, directMib, concurrentExplicit, changesPercent, jdk);
    }

    GcConditions withLimit(int mib) {
        return new GcConditions(scenario, collector, ratePerSecond, mib, concurrentExplicit, changesPercent, jdk);
    }

    GcConditions withConcurrentExplicit() {
        return new GcConditions(scenario, collector, ratePerSecond, directMib, true, changesPercent, jdk);
    }

    GcConditions withChanges(int percent) {
        return new GcConditions(scenario, collector, ratePerSecond, directMib, concurrentExplicit, percent, jdk);
    }

    GcConditions on(Jdk other) {
        return new GcConditions(
                scenario, collector, ratePerSecond, directMib, concurrentExplicit, changesPercent, other.feature());
    }

    /** Whether the workers run flat out. */
    boolean isClosed() {
        return ratePerSecond == 0;
    }

    /** In a few words, for a caption. */
    String text() {
        List<String> parts = new ArrayList<>();
        parts.add(
                scenario == GcScenario.RPC
                        ? "a real server, 4 connections with 32 calls in flight each"
                        : isClosed()
                                ? "closed load, two workers flat out"
                                : String.format(Locale.ROOT, "open load, %,d messages/s offered", ratePerSecond));
        parts.add(collector.id() + (collector.isYoungFixed() ? "" : ", young size free"));
        parts.add(directMib + " MiB of native memory at the most"
                + (concurrentExplicit ? ", -XX:+ExplicitGCInvokesConcurrent" : ""));
        if (changesPercent != BASE.changesPercent) {
            parts.add(changesPercent + " % of the messages write to the live set");
        }
        if (jdk != BASE.jdk) {
            parts.add("JDK " + jdk);
        }
        return String.join("; ", parts);
    }
}
