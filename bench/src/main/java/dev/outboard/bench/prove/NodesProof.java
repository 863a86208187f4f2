package dev.outboard.bench.prove;

import dev.outboard.im.client.ServerAddress;
import dev.outboard.im.load.LoadTerms;
import dev.outboard.im.load.RoamReport;
import dev.outboard.im.load.RoamRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Two nodes that share their groups over NATS, and what is left of an acknowledged message where one of the three ends. */
final class NodesProof {
    private static final int CONNECTIONS = 400;
    private static final int GROUPS = 20;
    private static final int GROUP_SIZE = 40;
    private static final double RATE = 50;
    private static final int SECONDS = 30;
    private static final int OUTAGE_SECONDS = 10;

    private final ProvePlan plan;
    private final NatsProcess nats;
    private final int[] ports = {NatsProcess.freePort(), NatsProcess.freePort()};
    private final ProvedServer[] nodes = new ProvedServer[2];
    private final List<Finding> findings = new ArrayList<>();

    private NodesProof(ProvePlan plan, NatsProcess nats) throws IOException {
        this.plan = plan;
        this.nats = nats;
    }

    static Proof run(ProvePlan plan) throws IOException, InterruptedException {
        Path work = plan.work().resolve("nodes-" + ProcessHandle.current().pid());
        try (NatsProcess nats = NatsProcess.start(work)) {
            NodesProof proof = new NodesProof(plan, nats);
            try {
                return proof.prove();
            } finally {
                for (ProvedServer node : proof.nodes) {
                    if (node != null) {
                        node.close();
                    }
                }
            }
        }
    }

    private Proof prove() throws InterruptedException, IOException {
        start(0);
        start(1);
        during("rolling restart", () -> {
            for (int node = 0; node < nodes.length; node++) {
                pause(2);
                int code = nodes[node].stop();
                findings.add(Finding.holds(
                        "node " + node + "'s end",
                        "Exit code after SIGTERM, connections asked to go to the other one.",
                        code == 0,
                        Integer.toString(code),
                        "0"));
                start(node);
                pause(3);
            }
        });
        during("kill -9", () -> {
            pause(4);
            nodes[0].close();
            pause(4);
            start(0);
        });
        during("NATS away", () -> {
            pause(4);
            nats.stop();
            pause(OUTAGE_SECONDS);
            nats.startAgain();
        });
        return new Proof(
                "nodes",
                "Two nodes over NATS",
                String.format(
                        Locale.ROOT,
                        "Is an acknowledged message lost, or handed on twice, where nodes are restarted one after the other, one is killed, or NATS is away for %d s? %,d"
                                + " users over two nodes, %d groups of %d, %.0f messages/s, %d s each. Mode %s, codec %s.",
                        OUTAGE_SECONDS,
                        users(),
                        GROUPS,
                        groupSize(),
                        RATE,
                        plan.secondsOr(SECONDS),
                        plan.mode(),
                        plan.codec()),
                findings,
                List.of("All of it on one machine; NATS keeps its stream in files."));
    }

    private void during(String what, Act act) throws InterruptedException, IOException {
        plan.progress().note(what);
        LoadTerms terms = LoadTerms.plain()
                .withServers(
                        List.of(new ServerAddress("127.0.0.1", ports[0]), new ServerAddress("127.0.0.1", ports[1])));
        CompletableFuture<RoamReport> load = CompletableFuture.supplyAsync(() -> RoamRun.run(
                Loads.open(plan, ports[0], users(), GROUPS, groupSize(), RATE, 240, plan.secondsOr(SECONDS), 0),
                terms,
                line -> {}));
        act.run();
        RoamReport report = load.join();
        findings.add(Finding.of(
                what + ": acknowledged",
                "Messages that a node has answered.",
                report.acknowledged(),
                String.format(Locale.ROOT, "%,d", report.acknowledged())));
        for (Finding check : ChurnProof.checks(report)) {
            findings.add(new Finding(
                    what + ": " + check.name(),
                    check.definition(),
                    check.measured(),
                    check.figure(),
                    check.expected(),
                    check.met()));
        }
        findings.add(Finding.of(
                what + ": made again",
                "Connections beyond the first one of each user.",
                report.recovery().connects() - users(),
                String.format(Locale.ROOT, "%,d", report.recovery().connects() - users())));
        findings.add(Finding.of(
                what + ": recovered",
                "Deliveries by Subscribe and by History.",
                report.recovery().recovered() + report.recovery().filled(),
                String.format(
                        Locale.ROOT,
                        "%,d",
                        report.recovery().recovered() + report.recovery().filled())));
        findings.add(Finding.of(
                what + ": sent again",
                "Publishes sent again under their key; of these, those that were there already.",
                report.recovery().retries(),
                String.format(
                        Locale.ROOT,
                        "%,d, %,d",
                        report.recovery().retries(),
                        report.recovery().repeated())));
        findings.add(Finding.of(
                what + ": void",
                "Times that numbers stood for nothing: their message had been stored under another one.",
                report.recovery().voids(),
                Long.toString(report.recovery().voids())));
        findings.add(Finding.of(
                what + ": p50, ms",
                "From the intended time to the delivery, the median.",
                report.latency().p50(),
                String.format(Locale.ROOT, "%.1f", report.latency().p50())));
        findings.add(Finding.of(
                what + ": longest, s",
                "The same, the longest.",
                report.latency().max() / 1e3,
                String.format(Locale.ROOT, "%.1f", report.latency().max() / 1e3)));
    }

    private void start(int node) throws InterruptedException {
        nodes[node] = ProvedServer.start(
                plan,
                "node-" + node + "-" + System.nanoTime(),
                ports[node],
                List.of(),
                List.of(),
                List.of(
                        "--mode",
                        plan.mode(),
                        "--backplane",
                        nats.url(),
                        "--node",
                        "node-" + node,
                        "--history",
                        "20000",
                        "--history-kib",
                        "16384",
                        "--history-mib",
                        "256",
                        "--reconnect-to",
                        "127.0.0.1:" + ports[1 - node]));
    }

    private int users() {
        return Math.max(20, plan.scaled(CONNECTIONS));
    }

    private int groupSize() {
        return Math.min(GROUP_SIZE, users() / 2);
    }

    private static void pause(int seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** What happens while the load runs. */
    private interface Act {
        void run() throws InterruptedException, IOException;
    }
}
