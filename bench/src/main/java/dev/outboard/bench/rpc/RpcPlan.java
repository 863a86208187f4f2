package dev.outboard.bench.rpc;

import dev.outboard.bench.rpc.load.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scale of a run.
 *
 * @param contenders in the order of the tables
 * @param allPayloads whether every payload runs in every cell; otherwise all but the first run in the last cell only
 * @param rounds interleaved; each contender runs once in each. Where the open loop's p99 is a goal, there are {@value #TAIL} times as many
 * @param pairs of the safe and the Unsafe codec with the chat message; 0 for none
 * @param warmupMillis before each window of the closed loop; the open loop's is {@value #OPEN_WARMUP} times as long
 * @param windowMillis the measured part of a run; the open loop's is {@value #OPEN} times as long
 * @param open whether the open loop runs
 */
public record RpcPlan(
        List<RpcContender> contenders,
        List<Payload> payloads,
        List<RpcCell> cells,
        boolean allPayloads,
        int rounds,
        int pairs,
        int warmupMillis,
        int windowMillis,
        boolean open) {
    /** Below this many rounds, or windows shorter than {@link #LEAST_WINDOW_MILLIS}, figures say nothing. */
    private static final int LEAST_WINDOW_MILLIS = 1000;
    /** The worst hundredth of a window of 2 s is 20 ms, which one pause of the machine decides. */
    private static final int OPEN = 3;
    /**
     * At a fixed rate below what a contender can do, its code is compiled later than in the closed loop. The compiler takes a core for 7 ms to compile the way of a
     * reply once more, and who is on that core waits.
     */
    private static final int OPEN_WARMUP = 5;

    /** A ratio of two p99 is off by half of it in one round and by twice in the next; three rounds have a median that decides by chance. */
    private static final int TAIL = 4;

    public RpcPlan {
        contenders = List.copyOf(contenders);
        payloads = List.copyOf(payloads);
        cells = List.copyOf(cells);
        check("rounds", rounds, 1, 100);
        check("pairs", pairs, 0, 100);
        check("warmupMillis", warmupMillis, 0, 600_000);
        check("windowMillis", windowMillis, 1, 600_000);
        if (contenders.isEmpty() || payloads.isEmpty() || cells.isEmpty()) {
            throw new IllegalArgumentException("plan: nothing to run (expected: a contender, a payload and a cell)");
        }
    }

    /** Some of what comes with this program, once, at a tiny scale. */
    static RpcPlan smoke() {
        return new RpcPlan(
                List.of(
                        RpcContender.RAW_HAND,
                        RpcContender.RAW_DECODER,
                        RpcContender.UNSAFE_LOOP,
                        RpcContender.SAFE_WORKERS),
                List.of(Payload.BYTES_64, Payload.CHAT),
                List.of(new RpcCell(2, 8)),
                true,
                1,
                0,
                200,
                300,
                true);
    }

    /** Every contender, 64 bytes in every cell and the other payloads in the busiest one. */
    static RpcPlan quick() {
        return new RpcPlan(
                List.of(RpcContender.values()), List.of(Payload.values()), allCells(), false, 3, 10, 2000, 2000, true);
    }

    /** The contenders and cells that goals are about, beside our workers: what a full suite has time for. */
    static RpcPlan profile() {
        return new RpcPlan(
                Stream.of(RpcContender.values())
                        .filter(contender -> !contender.isPeer() || RpcBars.PEERS.contains(contender))
                        .toList(),
                List.of(Payload.values()),
                List.of(new RpcCell(1, 128), new RpcCell(16, 32)),
                false,
                3,
                10,
                2000,
                2000,
                true);
    }

    /** Everything, longer and with more rounds. */
    static RpcPlan full() {
        return new RpcPlan(
                List.of(RpcContender.values()), List.of(Payload.values()), allCells(), true, 5, 20, 5000, 5000, true);
    }

    /** The raw echo, our event loops and those of these that are built, with many calls in flight on many connections. */
    static RpcPlan brief(List<RpcContender> peers) {
        List<RpcContender> contenders = new ArrayList<>(RpcBars.LOOPS);
        contenders.add(0, RpcContender.RAW_HAND);
        contenders.addAll(peers);
        return new RpcPlan(
                contenders, List.of(Payload.BYTES_64), List.of(new RpcCell(16, 32)), true, 4, 0, 1000, 1000, false);
    }

    private static List<RpcCell> allCells() {
        return List.of(new RpcCell(1, 1), new RpcCell(1, 128), new RpcCell(16, 32));
    }

    /** Whether its figures say anything. */
    boolean isSound() {
        return windowMillis >= LEAST_WINDOW_MILLIS;
    }

    int warmupMillis(RpcLoop loop) {
        return loop == RpcLoop.OPEN ? OPEN_WARMUP * warmupMillis : warmupMillis;
    }

    int windowMillis(RpcLoop loop) {
        return loop == RpcLoop.OPEN ? OPEN * windowMillis : windowMillis;
    }

    /** Rounds of the open loop; the first ones are with all, and the rest with those whose p99 is held against another's. */
    int openRounds(RpcContender contender, Load load) {
        return RpcBars.isOfTail(contender, load) ? TAIL * rounds : rounds;
    }

    /** One table: a payload in a cell. */
    record Load(Payload payload, RpcCell cell) {}

    /** What runs, payload by payload. */
    List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        for (Payload payload : payloads) {
            boolean everywhere = allPayloads || payload == payloads.get(0);
            for (RpcCell cell : everywhere ? cells : cells.subList(cells.size() - 1, cells.size())) {
                loads.add(new Load(payload, cell));
            }
        }
        return List.copyOf(loads);
    }

    /** Those that carry this payload. */
    List<RpcContender> contenders(Payload payload) {
        return contenders.stream()
                .filter(contender -> contender.carries(payload))
                .toList();
    }

    RpcPlan with(
            List<RpcContender> newContenders,
            List<Payload> newPayloads,
            List<RpcCell> newCells,
            int newRounds,
            int newPairs) {
        return new RpcPlan(
                newContenders,
                newPayloads,
                newCells,
                allPayloads,
                newRounds,
                newPairs,
                warmupMillis,
                windowMillis,
                open);
    }

    private static void check(String name, int actual, int least, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(name + ": " + actual + " (expected: " + least + " to " + most + ")");
        }
    }
}
