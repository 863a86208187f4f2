package dev.outboard.bench.prove;

import dev.outboard.im.load.ServerSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What a connection costs that is signed in and does nothing. */
final class IdleProof {
    private static final int CONNECTIONS = 10_000;
    private static final double BAR_BYTES = 10 << 10;
    private static final double KIB = 1 << 10;
    private static final int PAGE_BYTES = 4 << 10;
    private static final long SETTLE_NANOS = 2_000_000_000L;

    private IdleProof() {}

    static Proof run(ProvePlan plan) throws InterruptedException {
        int users = plan.scaled(CONNECTIONS);
        OpenFiles.check(users);
        try (ProvedServer server =
                ProvedServer.start(plan, "idle", List.of("--mode", plan.mode(), "--max-connections", "20000"))) {
            State fresh = State.of(server);
            // So that what the JVM takes once, for compiling above all, is not counted as the connections'.
            try (Crowd rehearsal = Crowd.connect(plan, server.port(), users, false)) {
                plan.progress()
                        .note("rehearsed with: " + rehearsal.connections().size());
            }
            server.awaitAlone();
            State before = State.of(server);
            try (Crowd crowd = Crowd.connect(plan, server.port(), users, false)) {
                plan.progress()
                        .note("connected and signed in: " + crowd.connections().size());
                State after = State.of(server);
                return proof(plan, users, fresh, before, after);
            }
        }
    }

    private static Proof proof(ProvePlan plan, int users, State fresh, State before, State after) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of(
                "fresh server, MiB",
                "Resident set of the server's process before anybody connected, garbage collected.",
                fresh.resident,
                mib(fresh.resident)));
        findings.add(Finding.of(
                "idle server, MiB",
                "The same after as many connections have come and gone: the JVM has compiled what they run by then.",
                before.resident,
                mib(before.resident)));
        findings.add(Finding.of(
                "with connections, MiB",
                "The same with all of them connected and signed in.",
                after.resident,
                mib(after.resident)));
        double each = (after.resident - before.resident) / users;
        findings.add(plan.barred(Finding.atMost(
                "per connection, KiB",
                "With connections, less the idle server, by connections. The kernel's memory is not in it.",
                each,
                BAR_BYTES,
                kib(each),
                kib(BAR_BYTES))));
        findings.add(part(
                "above the fresh server, KiB",
                "With connections, less the fresh server, by connections: what the JVM takes once is in it.",
                after.resident - fresh.resident,
                users));
        findings.add(part(
                "of that heap, KiB",
                "Live on the heap, by connections.",
                after.sample.heapUsed() - before.sample.heapUsed(),
                users));
        findings.add(part(
                "of that frames, KiB",
                "Reserved off the heap for frames, by connections.",
                after.sample.ledgerReserved() - before.sample.ledgerReserved(),
                users));
        findings.add(part(
                "kernel: TCP buffers, KiB",
                "Pages of socket buffers, both ends of each connection, by connections (/proc/net/sockstat).",
                after.tcpBytes - before.tcpBytes,
                users));
        findings.add(part(
                "kernel: slabs, KiB",
                "Growth of the kernel's slabs, both ends of each connection, by connections (/proc/meminfo).",
                after.slabBytes - before.slabBytes,
                users));
        return new Proof(
                "idle",
                "Idle connections",
                String.format(
                        Locale.ROOT,
                        "What do %,d connections cost that are signed in and idle? Mode %s, codec %s, transport %s, the clients in another"
                                + " process, no flag for the heap.",
                        users,
                        plan.mode(),
                        after.sample.codec(),
                        after.sample.transport()),
                findings,
                List.of("Open files allowed: " + OpenFiles.limit()
                        + ". The server was asked to collect garbage before each figure."));
    }

    private static Finding part(String name, String definition, double bytes, int users) {
        return Finding.of(name, definition, bytes / users, kib(bytes / users));
    }

    private static String kib(double bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / KIB);
    }

    private static String mib(double bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / KIB / KIB);
    }

    /** The server and the kernel at one moment. Bytes. */
    private record State(double resident, ServerSample sample, double tcpBytes, double slabBytes) {
        /** Once the server has collected twice, and some time has passed. */
        static State of(ProvedServer server) {
            server.collected();
            LockSupport.parkNanos(SETTLE_NANOS);
            ServerSample sample = server.collected();
            LockSupport.parkNanos(SETTLE_NANOS / 4);
            return new State(
                    server.residentBytes(),
                    sample,
                    number("/proc/net/sockstat", "TCP:", "mem ") * PAGE_BYTES,
                    number("/proc/meminfo", "Slab:", "Slab:") * KIB);
        }

        /** The number behind a word in the line that begins so; NaN where the system does not tell. */
        private static double number(String file, String line, String word) {
            try {
                return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(text -> text.startsWith(line))
                        .map(text -> text.substring(text.indexOf(word) + word.length())
                                .trim()
                                .split("\\s+")[0])
                        .mapToDouble(Double::parseDouble)
                        .findFirst()
                        .orElse(Double.NaN);
            } catch (IOException e) {
                return Double.NaN; // no such system
            }
        }
    }
}
