package dev.outboard.bench.prove;

import dev.outboard.im.auth.Claims;
import dev.outboard.im.auth.GroupSet;
import dev.outboard.im.auth.Secrets;
import dev.outboard.im.auth.Tokens;
import dev.outboard.im.load.LoadOptions;
import dev.outboard.im.load.LoadReport;
import dev.outboard.im.load.LoadRun;
import dev.outboard.im.load.LoadTerms;
import dev.outboard.im.load.ServerSample;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.hostile.Attack;
import dev.outboard.rpc.hostile.Attacks;
import dev.outboard.rpc.hostile.Target;
import dev.outboard.rpc.hostile.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * What the chat's RPC port refuses, and what that does to others: frames that are too long, connections that never say
 * anything, tokens that are none, publishing without the right. Two servers: one that asks for tokens, and one that lets
 * everybody in, for those who break the protocol behind the handshake.
 */
final class AbuseProof {
    private static final List<String> ATTACKS = List.of(
            "long-hello",
            "message-over-the-limit",
            "garbage",
            "http-request",
            "tls-client-hello",
            "request-before-hello",
            "stalled-in-a-frame",
            "extension-longer-than-its-frame",
            "ping-flood",
            "cancel-flood");
    private static final int HALF_OPEN = 10_000;
    private static final int HONEST = 40;
    private static final double HONEST_RATE = 20;
    private static final int SECONDS = 20;
    private static final long LEAVE_NANOS = 60_000_000_000L;
    private static final long TICK_NANOS = 50_000_000L;
    /** The frame of the call that asks. */
    private static final long OWN_BYTES = 4_096;

    private static final String SECRET = "proof-of-abuse: this is no secret, for it is in the sources";

    private final ProvePlan plan;
    private final List<Finding> findings = new ArrayList<>();

    private AbuseProof(ProvePlan plan) {
        this.plan = plan;
    }

    static Proof run(ProvePlan plan) throws Exception {
        OpenFiles.check(plan.scaled(HALF_OPEN) + HONEST);
        AbuseProof proof = new AbuseProof(plan);
        proof.refusals();
        proof.attacks();
        return new Proof(
                "abuse",
                "Abuse of the RPC port",
                String.format(
                        Locale.ROOT,
                        "What is refused with which code, what is left of it, and what do honest clients notice? %d honest users with %.0f messages/s"
                                + " go on all the time. Mode %s, codec %s.",
                        HONEST,
                        HONEST_RATE,
                        plan.mode(),
                        plan.codec()),
                proof.findings,
                List.of(
                        "Refusals by codes are docs/im.md's; attacks and what has to become of them are those of bench hostile, docs/wire-format.md."));
    }

    // ---- a server that asks for tokens

    private void refusals() throws IOException, InterruptedException {
        Files.createDirectories(plan.work());
        Path secret = Files.writeString(plan.work().resolve("secret"), SECRET + "\n");
        Tokens signer = new Tokens(Secrets.read(secret));
        try (ProvedServer server = ProvedServer.start(
                plan,
                "abuse-tokens",
                List.of("--mode", plan.mode(), "--secret-file", secret.toString(), "--max-connections", "20000"))) {
            tokens(server, signer);
            halfOpen(server, LoadTerms.plain().withTokens(signer));
        }
    }

    private void tokens(ProvedServer server, Tokens signer) {
        long later = System.currentTimeMillis() / 1_000 + 3_600;
        GroupSet one = GroupSet.of(List.of("1"));
        String good = signer.sign(new Claims(7, later, one, GroupSet.NONE, true));
        Tokens stranger = new Tokens(Secrets.of(List.of("another secret, which the server has never heard of")));
        try (Intruder intruder = new Intruder(plan, server.port())) {
            refused("no token", "UNAUTHENTICATED", intruder.connect(""));
            refused("a token of no form", "UNAUTHENTICATED", intruder.connect("not.a.token"));
            refused(
                    "a forged token",
                    "UNAUTHENTICATED",
                    intruder.connect(stranger.sign(new Claims(7, later, one, one, true))));
            String body = good.substring(0, good.lastIndexOf('.'));
            refused(
                    "a token that was changed",
                    "UNAUTHENTICATED",
                    intruder.connect(body + "x" + good.substring(good.lastIndexOf('.'))));
            refused(
                    "an expired token",
                    "UNAUTHENTICATED",
                    intruder.connect(signer.sign(new Claims(7, later - 7_200, one, one, true))));
            refused("calls before SignIn", "UNAUTHENTICATED", intruder.withoutSignIn(good));
            refused("sign-in as another user", "PERMISSION_DENIED", intruder.signIn(good, 8));
            refused("joining without the right", "PERMISSION_DENIED", intruder.join(good, 7, 2));
            refused("publishing without the right", "PERMISSION_DENIED", intruder.publish(good, 7, 1, 10));
            String writer = signer.sign(new Claims(7, later, one, one, false));
            refused("a text that is too long", "INVALID_ARGUMENT", intruder.publish(writer, 7, 1, 20_000));
            refused("to a user, without the right", "PERMISSION_DENIED", intruder.direct(writer, 7));
            refused("nothing, with every right", "OK", intruder.publish(writer, 7, 1, 10));
        }
    }

    private void refused(String what, String expected, String code) {
        findings.add(Finding.holds(what, "The code that it was answered with.", code.equals(expected), code, expected));
    }

    private void halfOpen(ProvedServer server, LoadTerms terms) throws InterruptedException, IOException {
        int count = plan.scaled(HALF_OPEN);
        // Not the first load of the server: what it keeps from then on is no leak.
        LoadReport before = honest(server, terms, plan.secondsOr(SECONDS) / 4);
        Rest quiet = Rest.of(server, terms);
        CompletableFuture<LoadReport> during =
                CompletableFuture.supplyAsync(() -> honest(server, terms, plan.secondsOr(SECONDS)));
        LockSupport.parkNanos(3_000_000_000L);
        long taken;
        double seconds;
        try (HalfOpen sockets = HalfOpen.open(server.port(), count)) {
            plan.progress().note("half-open sockets: " + sockets.size());
            long start = System.nanoTime();
            taken = sockets.awaitClosed(LEAVE_NANOS);
            seconds = (System.nanoTime() - start) / 1e9;
        }
        LoadReport beside = during.join();
        findings.add(Finding.holds(
                "half-open sockets",
                "Connections that said nothing, or half of the first bytes; closed by the server in the time that a handshake may take.",
                taken == count,
                String.format(Locale.ROOT, "%,d of %,d closed in %.1f s", taken, count, seconds),
                "all closed"));
        honest("beside half-open sockets", before, beside);
        left("after half-open sockets", quiet, Rest.settled(server, terms, quiet));
    }

    // ---- a server that lets everybody in

    private void attacks() throws IOException, InterruptedException {
        try (ProvedServer server = ProvedServer.start(plan, "abuse-open", List.of("--mode", plan.mode()))) {
            LoadTerms terms = LoadTerms.plain();
            LoadReport before = honest(server, terms, plan.secondsOr(SECONDS) / 4);
            Target target = Target.of(server.port())
                    .scale(2_000, 20)
                    .calling(new Target.Methods(
                            ChatMethods.STATS,
                            ChatMethods.STATS,
                            ChatMethods.STATS,
                            ChatMethods.STATS,
                            ChatMethods.STATS,
                            new byte[0],
                            ChatMethods.STATS));
            Rest quiet = Rest.of(server, terms);
            CompletableFuture<LoadReport> during =
                    CompletableFuture.supplyAsync(() -> honest(server, terms, plan.secondsOr(SECONDS)));
            for (String name : ATTACKS) {
                Attack attack = Attacks.named(name).get(0);
                plan.progress().note(name);
                Verdict verdict = attack.run(target);
                findings.add(Finding.holds(
                        name, attack.rule(), attack.accepts(verdict), verdict.summary(), "as the rule says"));
            }
            honest("beside attacks", before, during.join());
            left("after attacks", quiet, Rest.settled(server, terms, quiet));
        }
    }

    // ---- the honest

    private LoadReport honest(ProvedServer server, LoadTerms terms, int seconds) {
        LoadOptions options =
                Loads.open(plan, server.port(), HONEST, 4, HONEST / 2, HONEST_RATE, 240, Math.max(1, seconds), 0);
        return LoadRun.run(options, terms, line -> {});
    }

    private void honest(String what, LoadReport before, LoadReport during) {
        findings.add(Finding.holds(
                "honest users, " + what,
                "Everything that im load checks, and that every message was taken.",
                during.ok() && during.published().taken() == during.published().sent(),
                during.ok()
                        ? String.format(
                                Locale.ROOT,
                                "%,d messages, p99 %.1f ms (before: %.1f)",
                                during.published().taken(),
                                during.latency().p99(),
                                before.latency().p99())
                        : during.violations().toString(),
                "all is delivered"));
    }

    private void left(String what, Rest before, Rest after) {
        findings.add(Finding.holds(
                "left, " + what,
                "Of the server: connections, open files, threads, bytes of frames in use, frames lost; beside those before.",
                after.isNoMoreThan(before),
                after.text(),
                "no more than " + before.text()));
    }

    /** What a server has while nobody but the one who asks is connected. */
    private record Rest(long connections, int files, int threads, long bytes, long lostFrames) {
        static Rest of(ProvedServer server, LoadTerms terms) {
            ServerSample sample = Intruder.sample(server.port(), terms);
            return new Rest(
                    sample.connections(),
                    server.openFiles(),
                    sample.threads(),
                    sample.ledgerUsed(),
                    sample.lostFrames());
        }

        /** The same, as soon as it is no more than that, or a minute has passed. */
        static Rest settled(ProvedServer server, LoadTerms terms, Rest before) {
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            Rest now = of(server, terms);
            while (!now.isNoMoreThan(before) && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(TICK_NANOS);
                now = of(server, terms);
            }
            return now;
        }

        boolean isNoMoreThan(Rest other) {
            return connections <= other.connections
                    && files <= other.files
                    && threads <= other.threads
                    && bytes <= Math.max(other.bytes, OWN_BYTES)
                    && lostFrames <= other.lostFrames;
        }

        String text() {
            return connections + " connections, " + files + " files, " + threads + " threads, " + bytes + " bytes, "
                    + lostFrames + " lost";
        }
    }
}
