package dev.outboard.bench.hostile;

import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Jvm;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.channel.BackoffPolicy;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;
import dev.outboard.rpc.hostile.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Accidents: ends that are killed or shut down, a network that is cut. */
enum FaultScenario {
    SERVER_KILLED_IN_CALLS("the server's JVM is killed (SIGKILL) with calls in flight", Rules.UNAVAILABLE) {
        @Override
        void happen(FaultRig rig, int calls) throws InterruptedException {
            Ends ends = new Ends(calls);
            try (Jvm server = rig.doomed(List.of(), "server", LOOPBACK);
                    RpcClient client = rig.client()) {
                int port = FaultRig.port(server);
                FaultRig.hold(calls, () -> client.connect(LOOPBACK, port), ends);
                FaultRig.awaitState(server, " calls=" + calls + " ");
                FaultRig.kill(server);
                rig.expectEnds(ends, Rules.CODE);
                rig.expectNothingLeft("client", client.ledger()::usedBytes);
            }
        }
    },
    SERVER_KILLED_IN_STREAMS("the server's JVM is killed with streams open both ways", Rules.UNAVAILABLE) {
        @Override
        void happen(FaultRig rig, int calls) throws InterruptedException {
            Ends ends = new Ends(STREAMS);
            try (Jvm server = rig.doomed(List.of(), "server", LOOPBACK);
                    RpcClient client = rig.client()) {
                int port = FaultRig.port(server);
                FaultRig.spread(
                        STREAMS,
                        () -> client.connect(LOOPBACK, port),
                        (connection, i) -> DoomedMain.stream(connection, ends, i));
                rig.await("messages on their way", () -> ends.messages() > STREAMS);
                FaultRig.kill(server);
                rig.await("all ended", () -> ends.ended() == STREAMS);
                rig.outcome(ends.toString());
                // A stream whose last message had come may have ended well.
                if (ends.twice() != 0 || !ends.toString().contains(Rules.CODE)) {
                    rig.fail(ends + ", " + ends.twice() + " more than once (expected: each once, with " + Rules.CODE
                            + ")");
                }
                rig.expectNothingLeft("client", client.ledger()::usedBytes);
            }
        }
    },
    SERVER_KILLED_IN_HANDSHAKES(
            "the server's JVM is killed while it thinks about who its clients are", Rules.UNAVAILABLE) {
        @Override
        void happen(FaultRig rig, int calls) throws InterruptedException {
            Ends ends = new Ends(HANDSHAKES);
            try (Jvm server = rig.doomed(List.of(), "server-that-hesitates", LOOPBACK);
                    RpcClient client = rig.client()) {
                int port = FaultRig.port(server);
                for (int i = 0; i < HANDSHAKES; i++) {
                    int index = i;
                    var unused = client.connectAsync(LOOPBACK, port).handle((connection, failure) -> {
                        ends.end(index, codeOf(failure));
                        return connection;
                    });
                }
                FaultRig.awaitState(server, " asked=" + HANDSHAKES + " ");
                FaultRig.kill(server);
                rig.expectEnds(ends, Rules.CODE);
                rig.expectNothingLeft("client", client.ledger()::usedBytes);
            }
        }
    },
    CLIENT_KILLED_IN_CALLS("a client's JVM is killed with calls in flight", Rules.FORGOTTEN) {
        @Override
        void happen(FaultRig rig, int calls) throws InterruptedException {
            killClient(rig, "calls", calls);
        }
    },
    CLIENT_KILLED_IN_STREAMS("a client's JVM is killed with streams open both ways", Rules.FORGOTTEN) {
        @Override
        void happen(FaultRig rig, int calls) throws InterruptedException {
            killClient(rig, "streams", STREAMS);
        }
    },
    CLIENT_KILLED_IN_HANDSHAKES("a client's JVM is killed in the middle of its HELLOs", Rules.FORGOTTEN) {
        @Override
        void happen(FaultRig rig, int calls) throws InterruptedException {
            killClient(rig, "handshakes", HANDSHAKES);
        }
    },
    SERVER_CLOSED("the server closes with calls in flight", Rules.UNAVAILABLE) {
        @Override
        void happen(FaultRig rig, int calls) {
            Ends ends = new Ends(calls);
            try (RpcServer server = rig.server();
                    RpcClient client = rig.client()) {
                FaultRig.hold(calls, () -> client.connect(LOOPBACK, server.port()), ends);
                rig.await("all taken", () -> server.stats().calls() == calls);
                closeNow(server);
                rig.expectEnds(ends, Rules.CODE);
                rig.expectNothingLeft("client", client.ledger()::usedBytes);
                rig.expectNothingLeft("server", server.ledger()::usedBytes);
            }
        }
    },
    CLIENT_CLOSED("the client closes with calls in flight", Rules.UNAVAILABLE) {
        @Override
        void happen(FaultRig rig, int calls) {
            Ends ends = new Ends(calls);
            try (RpcServer server = rig.server();
                    RpcClient client = rig.client()) {
                FaultRig.hold(calls, () -> client.connect(LOOPBACK, server.port()), ends);
                rig.await("all taken", () -> server.stats().calls() == calls);
                closeNow(client);
                rig.expectEnds(ends, Rules.CODE);
                rig.await("connections gone", () -> server.stats().connections() == 0);
                rig.expectNothingLeft("client", client.ledger()::usedBytes);
                rig.expectNothingLeft("server", server.ledger()::usedBytes);
            }
        }
    },
    NETWORK_CUT(
            "the network is cut with calls in flight, and healed",
            "found by keepalive on both ends, each call ended once with UNAVAILABLE; a managed channel comes back") {
        @Override
        void happen(FaultRig rig, int calls) throws InterruptedException {
            Ends ends = new Ends(HELD_WHEN_CUT);
            try (NetworkNamespace network = NetworkNamespace.create();
                    Jvm server = rig.doomed(network.prefix(), "server", NetworkNamespace.INSIDE);
                    RpcClient client = rig.client()) {
                int port = FaultRig.port(server);
                String target = "static:///" + NetworkNamespace.INSIDE + ":" + port;
                try (ManagedChannel channel = ManagedChannelBuilder.of(target, client)
                        .connectBackoff(BACKOFF)
                        .waitForReady()
                        .build()) {
                    expectReply(rig, channel, "before the cut");
                    FaultRig.hold(HELD_WHEN_CUT, () -> client.connect(NetworkNamespace.INSIDE, port), ends);
                    FaultRig.awaitState(server, " calls=" + (HELD_WHEN_CUT + 1) + " ");
                    network.cut();
                    long cut = System.nanoTime();
                    rig.expectEnds(ends, Rules.CODE);
                    double found = (System.nanoTime() - cut) / 1e9;
                    server.awaitLine(
                            line -> line.startsWith(DoomedMain.STATE + "connections=0 ") && line.endsWith(" used=0"),
                            FaultRig.LONG);
                    network.heal();
                    long healed = System.nanoTime();
                    expectReply(rig, channel, "behind the cut");
                    double back = (System.nanoTime() - healed) / 1e9;
                    rig.outcome(String.format(
                            Locale.ROOT, "%s after %.2f s, back after %.2f s", ends.toString(), found, back));
                }
                rig.expectNothingLeft("client", client.ledger()::usedBytes);
            }
        }
    };

    private static final String LOOPBACK = "127.0.0.1";
    private static final int STREAMS = 200;
    private static final int HANDSHAKES = 50;
    private static final int HELD_WHEN_CUT = 1_000;
    private static final BackoffPolicy BACKOFF =
            new BackoffPolicy(Duration.ofMillis(100), 1.6, 0.2, Duration.ofSeconds(1));

    private final String does;
    private final String rule;

    FaultScenario(String does, String rule) {
        this.does = does;
        this.rule = rule;
    }

    private static final class Rules {
        private static final String CODE = "UNAVAILABLE";
        private static final String UNAVAILABLE = "each call ended exactly once, with UNAVAILABLE";
        private static final String FORGOTTEN = "the server has nothing of it left, and serves others";
    }

    /** Lets it happen. */
    abstract void happen(FaultRig rig, int calls) throws InterruptedException;

    /** Its name in tables and on command lines. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String does() {
        return does;
    }

    String rule() {
        return rule;
    }

    /** Those that a name stands for: one's own, or "faults" for all; none for any other. */
    static List<FaultScenario> named(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.id().equals(name) || name.equals("faults"))
                .toList();
    }

    /**
     * Lets it happen, and says what became of it.
     *
     * @param calls in flight, where it is about calls
     * @param work where logs go
     */
    HostileRow run(String codec, int calls, Path work) throws InterruptedException {
        if (this == NETWORK_CUT) {
            try (NetworkNamespace probe = NetworkNamespace.create()) {
                probe.heal();
            } catch (ChildFailedException e) {
                return HostileRow.skipped(codec, id(), does, rule, String.valueOf(e.getMessage()));
            }
        }
        FaultRig.warmUp(codec);
        FaultRig rig = new FaultRig(this, codec, work);
        try {
            happen(rig, calls);
        } catch (ChildFailedException | RpcException e) {
            rig.fail(String.valueOf(e.getMessage()));
        }
        return rig.row();
    }

    /** What a client leaves behind that has no time to say good-bye. */
    private static void killClient(FaultRig rig, String what, int count) throws InterruptedException {
        try (RpcServer server = rig.server();
                RpcClient honest = rig.client();
                Jvm doomed = rig.doomed(List.of(), "client", "" + server.port(), what, "" + count)) {
            var connection = honest.connect(LOOPBACK, server.port());
            FaultRig.awaitReady(doomed);
            boolean handshakes = what.equals("handshakes");
            rig.await(
                    "all there",
                    () -> handshakes
                            ? server.stats().connections() == count + 1
                            : server.stats().calls() == count);
            long used = server.ledger().usedBytes();
            FaultRig.kill(doomed);
            rig.await("connections gone", () -> server.stats().connections() == 1);
            rig.expectNothingLeft("server", server.ledger()::usedBytes);
            Ends ends = new Ends(1);
            connection.call(Victim.ECHO, out -> out.writeFixed64(1), FaultRig.LONG, ends.call(0));
            rig.expectEnds(ends, "OK");
            rig.outcome(count + " " + what + " forgotten, " + used + " B given back");
        }
    }

    private static void expectReply(FaultRig rig, ManagedChannel channel, String when) {
        Ends ends = new Ends(1);
        channel.call(Victim.ECHO, out -> out.writeFixed64(1), FaultRig.LONG, ends.call(0));
        if (rig.await("a reply " + when, () -> ends.ended() == 1) && !ends.allEndedWith("OK")) {
            rig.fail("a call " + when + ": " + ends + " (expected: OK)");
        }
    }

    private static void closeNow(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            throw new IllegalStateException("close: " + e, e);
        }
    }

    private static String codeOf(@Nullable Throwable failure) {
        Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof RpcException e
                ? e.status().code().name()
                : cause == null ? "OK" : cause.getClass().getSimpleName();
    }
}
