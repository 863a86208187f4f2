package dev.outboard.bench.rpc;

import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.rpc.RpcBar.Verdict;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The goals of this product, held against the runs. One that was asked for and has no figure is missed. */
final class RpcBars {
    private static final double OF_RAW = 0.6;
    private static final double AIM_OF_RAW = 0.9;
    private static final double LATENCY_OF_RAW = 1.5;
    private static final double SAFE_MEDIAN = 0.95;
    private static final double SAFE_LOWER = 0.9;
    private static final int LEAST_PAIRS = 10;
    private static final RpcCell BUSY_ONE = new RpcCell(1, 128);
    private static final RpcCell BUSY_MANY = new RpcCell(16, 32);
    static final List<RpcContender> LOOPS = List.of(RpcContender.UNSAFE_LOOP, RpcContender.SAFE_LOOP);
    /** Over each of the other libraries, with one busy connection and with many. */
    private static final List<Multiple> MULTIPLES = List.of(
            new Multiple(RpcContender.GRPC, BUSY_ONE, 7),
            new Multiple(RpcContender.RSOCKET, BUSY_ONE, 2.5),
            new Multiple(RpcContender.GRPC, BUSY_MANY, 18),
            new Multiple(RpcContender.RSOCKET, BUSY_MANY, 4));

    /** The libraries that goals are about. */
    static final Set<RpcContender> PEERS =
            MULTIPLES.stream().map(multiple -> multiple.other).collect(Collectors.toUnmodifiableSet());

    /** Whether its p99 in the open loop is one side of a goal, or says how fine that can be. */
    static boolean isOfTail(RpcContender contender, RpcPlan.Load load) {
        return load.payload() == Payload.BYTES_64
                && (load.cell().equals(BUSY_ONE) || load.cell().equals(BUSY_MANY))
                && (contender == RpcContender.RAW_HAND
                        || contender == RpcContender.RAW_AGAIN
                        || LOOPS.contains(contender));
    }

    /** How many times another library's calls per second ours has to reach. */
    private record Multiple(RpcContender other, RpcCell cell, double least) {}

    private final RpcPlan plan;
    private final List<RpcRun> runs;
    private final List<RpcBar> bars = new ArrayList<>();

    private RpcBars(RpcPlan plan, List<RpcRun> runs) {
        this.plan = plan;
        this.runs = runs.stream().filter(run -> run.error() == null).toList();
    }

    static List<RpcBar> of(RpcPlan plan, List<RpcRun> runs) {
        RpcBars bars = new RpcBars(plan, runs);
        for (RpcCell cell : List.of(BUSY_ONE, BUSY_MANY)) {
            LOOPS.forEach(ours -> bars.ofRaw(ours, cell));
        }
        for (Multiple multiple : MULTIPLES) {
            LOOPS.forEach(ours -> bars.ofPeer(ours, multiple));
        }
        for (RpcCell cell : List.of(BUSY_ONE, BUSY_MANY)) {
            LOOPS.forEach(ours -> bars.latency(ours, cell));
        }
        bars.codecs();
        return List.copyOf(bars.bars);
    }

    private void ofRaw(RpcContender ours, RpcCell cell) {
        String goal = ours.id() + ", 64B, " + cell + ": at least 0.60 of raw-hand's calls/s";
        RpcPairs pairs = pairs(ours, RpcContender.RAW_HAND, cell, RpcLoop.CLOSED, RpcRun::callsPerSecond);
        if (!pairs.isEmpty()) {
            bars.add(new RpcBar(
                    goal,
                    pairs.text() + ", the aim of 0.90 " + (pairs.median() >= AIM_OF_RAW ? "reached" : "not reached"),
                    verdict(pairs, pairs.median() >= OF_RAW)));
        } else if (isAsked(ours, RpcContender.RAW_HAND, cell)) {
            notMeasured(goal);
        }
    }

    private void ofPeer(RpcContender ours, Multiple multiple) {
        String goal = String.format(
                Locale.ROOT,
                "%s, 64B, %s: at least %.1f times %s's calls/s",
                ours.id(),
                multiple.cell,
                multiple.least,
                multiple.other.id());
        RpcPairs pairs = pairs(ours, multiple.other, multiple.cell, RpcLoop.CLOSED, RpcRun::callsPerSecond);
        if (!pairs.isEmpty()) {
            bars.add(new RpcBar(goal, pairs.text(), verdict(pairs, pairs.median() >= multiple.least)));
        } else if (isAsked(ours, multiple.other, multiple.cell)) {
            notMeasured(goal);
        }
    }

    private void latency(RpcContender ours, RpcCell cell) {
        String goal = ours.id() + ", 64B, " + cell + ", open loop: at most 1.50 times raw-hand's p99";
        RpcPairs pairs = pairs(
                ours,
                RpcContender.RAW_HAND,
                cell,
                RpcLoop.OPEN,
                run -> run.latency().p99());
        if (!pairs.isEmpty()) {
            RpcPairs control = pairs(
                    RpcContender.RAW_AGAIN,
                    RpcContender.RAW_HAND,
                    cell,
                    RpcLoop.OPEN,
                    run -> run.latency().p99());
            bars.add(new RpcBar(
                    goal,
                    pairs.text() + (control.isEmpty() ? rawItself(cell) : "; raw-again " + control.text()),
                    latencyVerdict(pairs, control)));
        } else if (plan.open() && isAsked(ours, RpcContender.RAW_HAND, cell)) {
            // For example because its closed loop does not reach the open loop's rate.
            notMeasured(goal);
        }
    }

    /**
     * A miss, but where it cannot be told from none: where some round of ours is within the bar and the same program against
     * itself, in either order, is not.
     */
    private static Verdict latencyVerdict(RpcPairs pairs, RpcPairs control) {
        boolean tooFine = !control.isEmpty()
                && Math.max(control.max(), 1 / control.min()) > LATENCY_OF_RAW
                && pairs.min() <= LATENCY_OF_RAW;
        Verdict verdict = verdict(pairs, pairs.median() <= LATENCY_OF_RAW);
        return verdict == Verdict.MISSED && tooFine ? Verdict.UNDECIDED : verdict;
    }

    /** How far raw-hand's own rounds lie apart, which no contender's ratio to it can be finer than. */
    private String rawItself(RpcCell cell) {
        RpcPlan.Load load = new RpcPlan.Load(Payload.BYTES_64, cell);
        List<RpcRun> all = runs.stream()
                .filter(run -> run.isOf(RpcContender.RAW_HAND, load, RpcLoop.OPEN))
                .toList();
        List<RpcRun> kept = all.stream().filter(run -> !run.isDropped()).toList();
        Stats.Spread own = Stats.spread((kept.isEmpty() ? all : kept)
                .stream().mapToDouble(run -> run.latency().p99()).toArray());
        return own.count() < 2
                ? ""
                : "; raw-hand's own " + Numbers.of(own.min()) + " to " + Numbers.of(own.max()) + " us";
    }

    private boolean isAsked(RpcContender ours, RpcContender other, RpcCell cell) {
        return plan.contenders().containsAll(List.of(ours, other))
                && plan.payloads().contains(Payload.BYTES_64)
                && plan.cells().contains(cell);
    }

    private void notMeasured(String goal) {
        bars.add(new RpcBar(goal, "not measured (expected: a run of each side)", Verdict.MISSED));
    }

    private void codecs() {
        RpcPlan.Load load =
                new RpcPlan.Load(Payload.CHAT, plan.cells().get(plan.cells().size() - 1));
        RpcPairs pairs =
                pairs(RpcContender.SAFE_LOOP, RpcContender.UNSAFE_LOOP, load, RpcLoop.PAIR, RpcRun::callsPerSecond);
        String goal = "safe against unsafe, chat, " + load.cell()
                + ": at least 0.95 in the median of 10 pairs or more, its lower 90 % bound at least 0.90";
        if (pairs.isEmpty()) {
            if (plan.pairs() > 0
                    && plan.contenders().containsAll(LOOPS)
                    && plan.payloads().contains(Payload.CHAT)) {
                notMeasured(goal);
            }
            return;
        }
        double lower = pairs.lowerBound();
        boolean met = pairs.median() >= SAFE_MEDIAN && lower >= SAFE_LOWER;
        Verdict verdict =
                met && !pairs.noisy() && pairs.ratios().length >= LEAST_PAIRS ? Verdict.MET : Verdict.UNDECIDED;
        bars.add(new RpcBar(goal, pairs.text() + String.format(Locale.ROOT, ", lower bound %.2f", lower), verdict));
    }

    private RpcPairs pairs(
            RpcContender ours, RpcContender other, RpcCell cell, RpcLoop loop, ToDoubleFunction<RpcRun> figure) {
        return pairs(ours, other, new RpcPlan.Load(Payload.BYTES_64, cell), loop, figure);
    }

    private RpcPairs pairs(
            RpcContender ours, RpcContender other, RpcPlan.Load load, RpcLoop loop, ToDoubleFunction<RpcRun> figure) {
        return RpcPairs.of(
                runs.stream().filter(run -> run.isOf(ours, load, loop)).toList(),
                runs.stream().filter(run -> run.isOf(other, load, loop)).toList(),
                figure);
    }

    private static Verdict verdict(RpcPairs pairs, boolean met) {
        if (pairs.noisy()) {
            return Verdict.UNDECIDED;
        }
        return met ? Verdict.MET : Verdict.MISSED;
    }
}
