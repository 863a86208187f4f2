package dev.outboard.bench.rpc;

import dev.outboard.bench.rpc.load.ClientMain;
import dev.outboard.bench.rpc.load.ServerMain;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Noise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a server's and a client's JVM against each other. One thread. */
final class ForkedRpc {
    /** The same for every contender; the least heap is the greatest, so that no run pays for growing. */
    static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");

    /** What all but ours are told, to get all that Netty can use; ours run with the product's own flags. */
    static final List<String> PEER_FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dio.netty.noUnsafe=false",
            "-Dio.netty.tryReflectionSetAccessible=true");

    /** Other libraries have more code per call: after the time that is enough for ours, the JIT is still at work. */
    private static final int PEER_WARMUP_CALLS = 500_000;

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(60);

    private final RpcPlan plan;
    private final Path work;
    private final RpcPeers peers;

    ForkedRpc(RpcPlan plan, Path work, RpcPeers peers) {
        this.plan = plan;
        this.work = work;
        this.peers = peers;
    }

    /** What is to be run; {@code callsPerSecond} is 0 in a closed loop. */
    record Task(RpcContender contender, RpcPlan.Load load, RpcLoop loop, int round, double callsPerSecond) {
        /** In an open loop, enough places that the rate and not their number decides. */
        int inFlight() {
            int cell = load.cell().inFlight();
            return loop == RpcLoop.OPEN ? Math.max(64, 4 * cell) : cell;
        }

        @Override
        public String toString() {
            return contender.id() + ", " + load.payload().id() + ", " + load.cell() + ", " + loop.id() + " loop";
        }
    }

    RpcRun run(Task task) throws InterruptedException {
        RpcContender contender = task.contender();
        try (Jvm server = jvm(task, "server", ServerMain.class)
                .args(List.of(
                        contender.peerClass(),
                        contender.mode(),
                        task.load().payload().id()))
                .start()) {
            String[] ports = server.awaitLine(line -> line.startsWith(ServerMain.LISTENING), START)
                    .substring(ServerMain.LISTENING.length())
                    .split(" ");
            RpcRun run = client(task, ports);
            server.expectExit(0, END);
            return run;
        } catch (ChildFailedException | IOException e) {
            return failed(task, String.valueOf(e.getMessage()));
        }
    }

    private RpcRun client(Task task, String[] ports) throws IOException, InterruptedException {
        RpcPlan.Load load = task.load();
        int warmup = plan.warmupMillis(task.loop());
        int measured = plan.windowMillis(task.loop());
        Duration window = Duration.ofMillis((long) warmup + measured);
        try (Jvm client = jvm(task, "client", ClientMain.class)
                .args(List.of(
                        task.contender().peerClass(),
                        task.contender().mode(),
                        load.payload().id(),
                        ports[0],
                        ports[1],
                        "" + load.cell().connections(),
                        "" + task.inFlight(),
                        "" + warmup,
                        "" + measured,
                        "" + task.callsPerSecond(),
                        "" + (task.contender().isPeer() && plan.isSound() ? PEER_WARMUP_CALLS : 0)))
                .start()) {
            client.awaitLine(ClientMain.WINDOW::equals, START.plus(window));
            Noise noise = Noise.start();
            String result = client.awaitLine(line -> line.startsWith(ClientMain.RESULT), END.plus(window));
            Noise.Window others = noise.window();
            client.expectExit(0, END);
            return parse(task, result.substring(ClientMain.RESULT.length()), others);
        }
    }

    private Jvm.Builder jvm(Task task, String side, Class<?> main) throws IOException {
        Jvm.Builder jvm = Jvm.of(task + ", " + side, main.getName())
                .log(work.resolve(task.contender().id() + "-" + side + ".log"));
        if (task.contender().isPeer()) {
            jvm.classPath(peers.classPath(task.contender()));
        }
        if (!task.contender().isOurs()) {
            jvm.exactFlags(PEER_FLAGS);
        }
        return jvm.flags(FLAGS);
    }

    /** {@code name=value} pairs; the last, {@code fault}, has blanks. */
    static RpcRun parse(Task task, String line, Noise.Window others) {
        int fault = line.indexOf("fault=");
        Map<String, Double> values = new HashMap<>();
        for (String pair : line.substring(0, fault).trim().split(" ")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
        }
        double calls = values.getOrDefault("calls", 0.0);
        return new RpcRun(
                task.contender(),
                task.load().payload(),
                task.load().cell(),
                task.loop(),
                task.round(),
                task.callsPerSecond(),
                calls / values.getOrDefault("nanos", Double.NaN) * 1e9,
                RpcRun.Side.of("client", values, calls),
                RpcRun.Side.of("server", values, calls),
                RpcRun.Latency.of(values),
                others.foreignCores(),
                others.stolenCores(),
                error(values, calls, line.substring(fault + "fault=".length())));
    }

    private static @Nullable String error(Map<String, Double> values, double calls, String fault) {
        if (values.getOrDefault("faults", 0.0) > 0) {
            return fault;
        }
        double lost = values.getOrDefault("lost", 0.0);
        if (lost > 0) {
            return "calls without an end: " + Math.round(lost) + " (expected: 0)";
        }
        return calls > 0 ? null : "calls: 0 in the window (expected: more)";
    }

    private static RpcRun failed(Task task, String error) {
        return new RpcRun(
                task.contender(),
                task.load().payload(),
                task.load().cell(),
                task.loop(),
                task.round(),
                task.callsPerSecond(),
                Double.NaN,
                RpcRun.Side.NONE,
                RpcRun.Side.NONE,
                RpcRun.Latency.NONE,
                Double.NaN,
                Double.NaN,
                error);
    }
}
