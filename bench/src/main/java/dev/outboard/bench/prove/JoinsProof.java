package dev.outboard.bench.prove;

import dev.outboard.im.load.ServerProbe;
import dev.outboard.im.load.ServerSample;
import dev.outboard.im.v1.MembershipEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How fast users join groups, over the wire, while everybody hears who comes. */
final class JoinsProof {
    private static final int CONNECTIONS = 100;
    private static final int GROUPS = 1_000;
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 2;
    private static final double BAR = 100_000;
    // As many as one of the server's workers has room for, should all of them come to it.
    private static final int UNDER_WAY = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private JoinsProof() {}

    static Proof run(ProvePlan plan) throws InterruptedException {
        int groups = plan.scaled(GROUPS);
        try (ProvedServer server = ProvedServer.start(plan, "joins", List.of("--mode", plan.mode()));
                Crowd crowd = Crowd.connect(plan, server.port(), CONNECTIONS, true);
                ServerProbe probe = ServerProbe.connect("127.0.0.1", server.port())) {
            List<Double> rates = new ArrayList<>();
            long joins = 0;
            for (int round = 0; round < ROUNDS; round++) {
                plan.progress().note("round " + (round + 1) + " of " + ROUNDS);
                long start = System.nanoTime();
                change(crowd, ChatMethods.JOIN, groups);
                double seconds = (System.nanoTime() - start) / 1e9;
                joins += (long) groups * CONNECTIONS;
                if (round >= WARM_UP) {
                    rates.add(groups * CONNECTIONS / seconds);
                }
                change(crowd, ChatMethods.LEAVE, groups);
            }
            return proof(plan, groups, rates, joins, crowd.events(), probe.sample(false));
        }
    }

    /** Every user joins, or leaves, every group: group after group, so that each grows under all of them. */
    private static void change(Crowd crowd, Method method, int groups) {
        Crowd.Steps steps = new Crowd.Steps(UNDER_WAY);
        for (int group = 1; group <= groups; group++) {
            int groupId = group;
            for (ClientConnection connection : crowd.connections()) {
                steps.begin();
                connection.call(method, out -> new MembershipEncoder().wrap(out).groupId(groupId), TIMEOUT, steps);
            }
        }
        steps.finish();
    }

    private static Proof proof(
            ProvePlan plan, int groups, List<Double> rates, long joins, long events, ServerSample sample) {
        double[] sorted =
                rates.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = sorted[sorted.length / 2];
        List<Finding> findings = List.of(
                plan.barred(Finding.atLeast(
                        "joins/s",
                        "Joins answered a second, from the first request to the last reply of a round; the median of the rounds.",
                        median,
                        BAR,
                        number(median),
                        number(BAR))),
                Finding.of("slowest round, joins/s", "The same of the slowest round.", sorted[0], number(sorted[0])),
                Finding.of(
                        "fastest round, joins/s",
                        "The same of the fastest one.",
                        sorted[sorted.length - 1],
                        number(sorted[sorted.length - 1])),
                Finding.atMost(
                        "events per join and watcher",
                        "Events of presence pushed, by joins and leaves and by the members who watch: far below 1 where they are told together.",
                        (double) events / (2.0 * joins * CONNECTIONS / 2),
                        1,
                        String.format(Locale.ROOT, "%.4f", (double) events / ((double) joins * CONNECTIONS)),
                        "1"),
                Finding.holds(
                        "groups left",
                        "Groups that the server has when everybody has left.",
                        sample.groups() == 0,
                        Long.toString(sample.groups()),
                        "0"));
        return new Proof(
                "joins",
                "Group joins",
                String.format(
                        Locale.ROOT,
                        "How fast do %,d users, each over a connection, join %,d groups each? Every user watches who comes. %d rounds, %d of them"
                                + " to warm up; leaving is not counted. Mode %s, codec %s.",
                        CONNECTIONS,
                        groups,
                        ROUNDS,
                        WARM_UP,
                        plan.mode(),
                        sample.codec()),
                findings,
                List.of("Rounds: "
                        + Arrays.stream(sorted).mapToObj(JoinsProof::number).toList()
                        + " joins/s. Server and clients share the processors."));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
