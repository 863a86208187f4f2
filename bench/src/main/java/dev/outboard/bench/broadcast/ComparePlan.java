package dev.outboard.bench.broadcast;

import dev.outboard.im.server.ImServerOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link CompareBench} is to run.
 *
 * @param modes of the server; the others are related to the first one
 * @param pairs rounds, each with one run of every mode and cell, in an order that alternates
 * @param outstanding messages under way in the closed loop
 * @param textChars characters of every message of the closed loop
 * @param rate messages per second of the open loop; 0 leaves it out
 * @param openTextChars characters of every message of the open loops
 * @param stalled connections that do not read, in an open loop of its own; 0 leaves it out
 * @param warmupSeconds load before the window of a run
 * @param seconds window of a run
 * @param codec of the server and of the load
 * @param heapMib greatest heap of the server; it has no least one, and no page is touched ahead of its use
 * @param seed of the groups' members and of the texts
 */
public record ComparePlan(
        List<String> modes,
        int pairs,
        int connections,
        int groups,
        int groupSize,
        int outstanding,
        int textChars,
        int rate,
        int openTextChars,
        int stalled,
        int warmupSeconds,
        int seconds,
        String codec,
        int heapMib,
        long seed) {
    /** Time that a run takes outside its warm-up and window: two JVM starts, connecting, joining, draining. */
    private static final int AROUND_A_RUN_SECONDS = 6;

    /** Checks what a command line can get wrong. */
    public ComparePlan {
        modes = List.copyOf(modes);
        modes.forEach(ImServerOptions::checkMode);
        if (modes.size() < 2 || modes.stream().distinct().count() < modes.size()) {
            throw new IllegalArgumentException(
                    "modes: " + String.join(",", modes) + " (expected: two or more, each of them once)");
        }
        check("pairs", pairs, 1, 1000);
        check("connections", connections, 2, 65_000);
        check("groups", groups, 1, 4_000);
        check("group-size", groupSize, 1, connections);
        check("outstanding", outstanding, 1, 100_000);
        check("text", textChars, 16, 4_096);
        check("open-text", openTextChars, 16, 4_096);
        check("rate", rate, stalled > 0 ? 1 : 0, 1_000_000);
        check("stalled", stalled, 0, connections - 1);
        check("warmup", warmupSeconds, 0, 3600);
        check("seconds", seconds, 1, 3600);
        check("heap", heapMib, 64, 1 << 20);
    }

    /** The loads that are asked for. */
    public List<CompareCell> cells() {
        final List<CompareCell> cells = new ArrayList<>(List.of(CompareCell.CLOSED));
        if (rate > 0) {
            cells.add(CompareCell.OPEN);
        }
        if (stalled > 0) {
            cells.add(CompareCell.STALLED);
        }
        return cells;
    }

    /** JVM flags of every server, whatever its mode, behind the product's own. */
    List<String> serverFlags() {
        return List.of("-Xmx" + heapMib + "m", "-XX:+UseG1GC");
    }

    List<String> serverArguments(String mode) {
        return List.of("--mode", mode, "--codec", codec);
    }

    List<String> loadArguments(CompareCell cell) {
        final boolean closed = cell == CompareCell.CLOSED;
        return List.of(
                "--connections",
                Integer.toString(connections),
                "--groups",
                Integer.toString(groups),
                "--group-size",
                Integer.toString(groupSize),
                "--mode",
                closed ? "closed" : "open",
                closed ? "--outstanding" : "--rate",
                Integer.toString(closed ? outstanding : rate),
                "--text",
                Integer.toString(closed ? textChars : openTextChars),
                "--stalled",
                Integer.toString(cell == CompareCell.STALLED ? stalled : 0),
                "--warmup",
                warmupSeconds + "s",
                "--seconds",
                Integer.toString(seconds),
                "--seed",
                Long.toString(seed),
                "--codec",
                codec);
    }

    /** The same with another number of rounds. */
    ComparePlan withPairs(int other) {
        return new ComparePlan(
                modes,
                other,
                connections,
                groups,
                groupSize,
                outstanding,
                textChars,
                rate,
                openTextChars,
                stalled,
                warmupSeconds,
                seconds,
                codec,
                heapMib,
                seed);
    }

    /** What a run takes, about. */
    int secondsOfARun() {
        return AROUND_A_RUN_SECONDS + warmupSeconds + seconds;
    }

    private static void check(String name, int actual, int least, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(name + ": " + actual + " (expected: " + least + " to " + most + ")");
        }
    }
}
