package dev.outboard.bench.hostile;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Progress;
import dev.outboard.rpc.hostile.Attack;
import dev.outboard.rpc.hostile.Attacks;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Runs a {@link HostilePlan}. One thread. */
final class HostileBench {
    private static final List<String> SERVER_FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final List<String> CLIENT_FLAGS = List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC");
    private static final Duration FAULT = Duration.ofMinutes(5);
    private static final Duration END = Duration.ofSeconds(30);
    /** What an attack may leave on the heap, collected: code that ran for the first time leaves something. */
    private static final long HEAP_BYTES = 16L << 20;

    private static final int WARM_UP_MILLIS = 1_000;
    private static final double SECONDS_PER_ATTACK = 0.5;
    private static final int SECONDS_PER_FAULT = 4;
    /** Brings every thread to life that the server has, and the classes of what comes first. */
    private static final List<String> WARM_UPS = List.of("many-that-wait", "tls-hello-of-garbage", "reset-streams");

    private final HostilePlan plan;
    private final Path work;
    private final Progress progress;
    private final List<HostileRow> rows = new ArrayList<>();

    private HostileBench(HostilePlan plan, Path work, Progress progress) {
        this.plan = plan;
        this.work = work;
        this.progress = progress;
    }

    /** Runs the plan. An attack that breaks off is in the report and not an exception. */
    static HostileReport run(HostilePlan plan, Path work, Progress progress) throws IOException, InterruptedException {
        String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        HostileBench bench = new HostileBench(plan, work, progress);
        for (String codec : plan.codecs()) {
            if (!plan.attacks().isEmpty()) {
                bench.attack(codec);
            }
            if (!plan.faults().isEmpty()) {
                bench.watchFaults(codec);
            }
        }
        return new HostileReport(created, Environment.capture(), plan, bench.rows);
    }

    private void stage(String what) {
        int all = plan.codecs().size() * (plan.attacks().size() + plan.faults().size());
        int left = Math.max(0, all - rows.size());
        int faults = Math.min(left, plan.codecs().size() * plan.faults().size());
        double each = (plan.beforeMillis() + plan.duringMillis()) / 1e3 + SECONDS_PER_ATTACK;
        progress.stage(
                "hostile " + (rows.size() + 1) + "/" + all + ": " + what,
                Duration.ofSeconds(Math.round((left - faults) * each + (double) faults * SECONDS_PER_FAULT)));
    }

    private void add(HostileRow row) {
        rows.add(row);
        row.failureLines().forEach(line -> progress.note("FAILED: " + line));
        if (!row.skipped().isEmpty()) {
            progress.note(row.codec() + ", " + row.name() + ": skipped, " + row.skipped());
        }
    }

    private void attack(String codec) throws IOException, InterruptedException {
        Path keys = SelfSigned.write(work.resolve("victim.p12"));
        try (ServerSocket post = Leash.post();
                Jvm server = jvm(codec, "server", VictimMain.class, SERVER_FLAGS)
                        .args(List.of(codec, "" + post.getLocalPort(), keys.toString()))
                        .start()) {
            attack(codec, post, server);
            server.expectExit(0, END);
        } catch (ChildFailedException | IOException e) {
            add(HostileRow.broken(
                    codec, "attacks", "the attacks behind the last one above", "done", String.valueOf(e.getMessage())));
        }
    }

    /** The server ends with its leash. */
    private void attack(String codec, ServerSocket post, Jvm server) throws IOException {
        String leash = "" + post.getLocalPort();
        try (Leash victim = hold(post, server)) {
            Leash.Answer ports = victim.ask("ports");
            try (Jvm client = jvm(codec, "honest", HonestMain.class, CLIENT_FLAGS)
                            .args(List.of(codec, leash, ports.text("plain"), "" + plan.callsPerSecond()))
                            .start();
                    Leash honest = hold(post, client);
                    Jvm attacker = jvm(codec, "attacker", AttackerMain.class, CLIENT_FLAGS)
                            .args(List.of(
                                    leash,
                                    ports.text("plain"),
                                    ports.text("tls"),
                                    "" + plan.frames(),
                                    "" + plan.crowd()))
                            .start();
                    Leash foe = hold(post, attacker)) {
                Field field = new Field(codec, victim, honest, foe);
                field.warmUp();
                for (Attack attack : attacks()) {
                    stage(codec + ", " + attack.id());
                    add(field.attack(attack));
                }
            }
        }
    }

    private void watchFaults(String codec) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(codec, "" + plan.calls(), work.toString()));
        plan.faults().forEach(fault -> args.add(fault.name()));
        try (Jvm watcher =
                jvm(codec, "faults", FaultMain.class, SERVER_FLAGS).args(args).start()) {
            for (FaultScenario fault : plan.faults()) {
                stage(codec + ", " + fault.id());
                try {
                    watcher.awaitLine((FaultMain.DONE + fault.name())::equals, FAULT);
                    add(JsonReport.read(FaultMain.file(work, fault, codec), HostileRow.class));
                } catch (ChildFailedException e) {
                    add(HostileRow.broken(
                            codec, fault.id(), fault.does(), fault.rule(), String.valueOf(e.getMessage())));
                }
            }
        }
    }

    private List<Attack> attacks() {
        return plan.attacks().stream().map(id -> Attacks.named(id).get(0)).toList();
    }

    private static Leash hold(ServerSocket post, Jvm child) throws IOException {
        Leash leash = Leash.hold(post);
        if (!child.isAlive()) {
            throw new IOException("child: ended at its start (expected: to obey)");
        }
        return leash;
    }

    private Jvm.Builder jvm(String codec, String side, Class<?> main, List<String> flags) {
        return Jvm.of(codec + " " + side, main.getName()).flags(flags).log(work.resolve(codec + "-" + side + ".log"));
    }

    /** Where the three meet. */
    private final class Field {
        private final String codec;
        private final Leash victim;
        private final Leash honest;
        private final Leash foe;

        Field(String codec, Leash victim, Leash honest, Leash foe) {
            this.codec = codec;
            this.victim = victim;
            this.honest = honest;
            this.foe = foe;
        }

        void warmUp() throws IOException {
            for (String id : WARM_UPS) {
                foe.ask("attack", id, WARM_UP_MILLIS / 2);
            }
            honest.ask("window", WARM_UP_MILLIS);
        }

        HostileRow attack(Attack attack) throws IOException {
            Leash.Answer before = honest.ask("window", plan.beforeMillis());
            honest.ask("pause");
            Leash.Answer calm = victim.ask("settle", 0, Integer.MAX_VALUE);
            honest.ask("open");
            Leash.Answer fight = foe.ask("attack", attack.id(), plan.duringMillis());
            Leash.Answer during = honest.ask("close");
            honest.ask("pause");
            Leash.Answer after = victim.ask("settle", calm.number("used"), calm.number("threads"));
            return row(attack, before, during, fight, calm, after);
        }

        private HostileRow row(
                Attack attack,
                Leash.Answer before,
                Leash.Answer during,
                Leash.Answer fight,
                Leash.Answer calm,
                Leash.Answer after) {
            long leaked = after.number("used") - calm.number("used");
            int threads = (int) (after.number("threads") - calm.number("threads"));
            long heap = after.number("heap") - calm.number("heap");
            long calls = during.number("calls");
            long failed = during.number("failed");
            List<String> failures = new ArrayList<>();
            if (!fight.text("bad").isEmpty()) {
                failures.add(fight.text("bad") + " (expected: " + attack.rule() + ")");
            }
            check(failures, "bytes left on the ledger", leaked, 0);
            check(failures, "threads more than before", threads, 0);
            check(failures, "connections left", after.number("connections") - 1, 0);
            check(failures, "bytes more on the heap, collected", heap, HEAP_BYTES);
            if (failed > 0) {
                failures.add(
                        "honest calls: " + failed + " failed, the first: " + during.text("why") + " (expected: none)");
            }
            if (calls == 0) {
                failures.add("honest calls: none answered (expected: some)");
            }
            return new HostileRow(
                    codec,
                    attack.id(),
                    attack.sends(),
                    attack.rule(),
                    fight.text("outcome"),
                    fight.number("runs"),
                    leaked,
                    Math.max(0, threads),
                    calls,
                    failed,
                    before.number("p99"),
                    during.number("p99"),
                    after.number("most"),
                    heap,
                    "",
                    failures);
        }

        private void check(List<String> failures, String what, long value, long most) {
            if (value > most) {
                failures.add(what + ": " + value + " (expected: at most " + most + ")");
            }
        }
    }
}
