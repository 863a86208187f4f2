package dev.outboard.bench.hostile;

import dev.outboard.bench.run.Jvm;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.hostile.Victim;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What accidents have in common: one end in this JVM, another in one that dies, and the checks behind it. One thread. */
final class FaultRig {
    static final Limits LIMITS = Limits.defaults()
            .withKeepaliveInterval(Duration.ofMillis(500))
            .withKeepaliveTimeout(Duration.ofMillis(500))
            .withHandshakeTimeout(Duration.ofSeconds(30));
    static final Duration LONG = Duration.ofMinutes(2);
    /** Calls on a connection: fewer than a server takes. */
    static final int PER_CONNECTION = 250;

    private static final Duration START = Duration.ofSeconds(60);
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final FaultScenario scenario;
    private final String codec;
    private final Path work;
    private final List<String> failures = new ArrayList<>();
    private final Set<Thread> threadsBefore = threads();
    private long leaked;
    private String outcome = "";

    FaultRig(FaultScenario scenario, String codec, Path work) {
        this.scenario = scenario;
        this.codec = codec;
        this.work = work;
    }

    /** So that the JVM has what it keeps: the safe codec's cleaner has a thread. */
    static void warmUp(String codec) {
        try (RpcServer server = RpcServerBuilder.create().codec(codec).start();
                RpcClient client = RpcClientBuilder.create().codec(codec).build()) {
            client.connect("127.0.0.1", server.port()).close();
        }
    }

    // ---- the two ends

    RpcServer server() {
        return RpcServerBuilder.create()
                .codec(codec)
                .limits(LIMITS)
                .service(Victim.service())
                .start();
    }

    RpcClient client() {
        return RpcClientBuilder.create().codec(codec).limits(LIMITS).build();
    }

    /** A JVM that is going to die. */
    Jvm doomed(List<String> prefix, String role, String... args) {
        List<String> all = new ArrayList<>(List.of(role, codec));
        all.addAll(List.of(args));
        return Jvm.of(scenario.id() + ", " + role, DoomedMain.class.getName())
                .flags(List.of("-Xmx256m", "-XX:+UseSerialGC"))
                .args(all)
                .prefix(prefix)
                .log(work.resolve(scenario.id() + "-" + codec + "-" + role + ".log"))
                .start();
    }

    /** SIGKILL: it has no time to say anything. */
    static void kill(Jvm jvm) {
        jvm.close();
    }

    static int port(Jvm server) throws InterruptedException {
        return Integer.parseInt(server.awaitLine(line -> line.startsWith(DoomedMain.LISTENING), START)
                .substring(DoomedMain.LISTENING.length()));
    }

    static void awaitState(Jvm server, String part) throws InterruptedException {
        server.awaitLine(line -> line.startsWith(DoomedMain.STATE) && line.contains(part), START);
    }

    static void awaitReady(Jvm client) throws InterruptedException {
        client.awaitLine(DoomedMain.READY::equals, START);
    }

    /** Starts one of many calls. */
    @FunctionalInterface
    interface Starter {
        void start(ClientConnection connection, int index);
    }

    /** Starts calls, on as many connections as they need. */
    static void spread(int count, Supplier<ClientConnection> connections, Starter starter) {
        ClientConnection connection = null;
        for (int i = 0; i < count; i++) {
            if (connection == null || i % PER_CONNECTION == 0) {
                connection = connections.get();
            }
            starter.start(connection, i);
        }
    }

    /** Starts calls that stay open. */
    static void hold(int count, Supplier<ClientConnection> connections, Ends ends) {
        spread(
                count,
                connections,
                (connection, i) -> connection.call(Victim.HELD, out -> out.writeFixed64(i), LONG, ends.call(i)));
    }

    // ---- checks

    void fail(String what) {
        failures.add(what);
    }

    void outcome(String what) {
        outcome = what;
    }

    boolean await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + END_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail(what + ": not within " + TimeUnit.NANOSECONDS.toSeconds(END_NANOS) + " s");
                return false;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        return true;
    }

    /** Each of the calls has to end, once, with this. */
    void expectEnds(Ends ends, String code) {
        await("all " + ends.calls() + " calls ended", () -> ends.ended() == ends.calls());
        outcome = ends.toString();
        if (!ends.allEndedWith(code)) {
            fail(ends.ended() + " of " + ends.calls() + " ended, " + ends.twice() + " more than once: " + ends
                    + " (expected: each once, with " + code + ")");
        }
    }

    /** The account of one end has to be empty. */
    void expectNothingLeft(String what, LongSupplier usedBytes) {
        await(what + "'s ledger at 0", () -> usedBytes.getAsLong() == 0);
        leaked += usedBytes.getAsLong();
    }

    /** The result; behind the end of all that was started. */
    HostileRow row() {
        if (!await("threads as before", () -> newThreads().isEmpty())) {
            fail("threads: " + newThreads() + " (expected: none that were not there before)");
        }
        return new HostileRow(
                codec,
                scenario.id(),
                scenario.does(),
                scenario.rule(),
                outcome,
                1,
                leaked,
                newThreads().size(),
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "",
                failures);
    }

    /** Threads that were not there before, but the JDK's own that wait for child processes, and for a minute more. */
    private List<String> newThreads() {
        return threads().stream()
                .filter(thread -> !threadsBefore.contains(thread))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("process reaper"))
                .toList();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
