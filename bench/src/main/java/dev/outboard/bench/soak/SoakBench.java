package dev.outboard.bench.soak;

import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.soak.Tally.End;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs a server and clients for a while: at first as fast as they can, then at half of that. */
final class SoakBench {
    private static final int CLIENTS = 4;
    private static final long SECOND = 1_000_000_000L;
    private static final int END_SECONDS = 70;
    /** Samples of the heap behind a collection, in the whole of a long run: enough for a slope, too few to matter to the load. */
    private static final int COLLECTIONS = 60;

    private final Tally tally = new Tally();
    private final AtomicLong cuts = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final List<SoakClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<SoakSample> samples = new ArrayList<>();

    private SoakBench() {}

    static SoakReport run(String codec, int seconds, long seed, Progress progress) throws InterruptedException {
        return new SoakBench().measure(codec, seconds, seed, progress);
    }

    private SoakReport measure(String codec, int seconds, long seed, Progress progress) throws InterruptedException {
        String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        // Windows that are often full, so that waiting for credit is a part of what runs.
        Limits limits = Limits.defaults().withStreamWindowBytes(16 << 10).withConnectionWindowBytes(64 << 10);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        RpcServer server = RpcServerBuilder.create()
                .codec(codec)
                .workers(2)
                .limits(limits)
                .service(SoakService.service(timer))
                .start();
        RpcClient client = RpcClientBuilder.create().codec(codec).limits(limits).build();
        try {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new SoakClient(client, server.port(), tally, cuts, faults, random.split()));
                threads.add(new Thread(clients.get(i), "soak-client-" + i));
            }
            threads.forEach(Thread::start);
            int warmUp = Math.max(1, Math.min(10, seconds / 4));
            progress.stage("soak, as fast as it can", Duration.ofSeconds(warmUp + seconds));
            TimeUnit.SECONDS.sleep(warmUp);
            long before = tally.total();
            TimeUnit.SECONDS.sleep(1);
            long capacity = Math.max(1, tally.total() - before);
            clients.forEach(one -> one.pause(2 * SECOND * CLIENTS / capacity));
            TimeUnit.SECONDS.sleep(1);
            int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
            long began = System.nanoTime();
            long startedBefore = tally.total();
            watch(server, client, seconds, progress);
            double took = (System.nanoTime() - began) / 1e9;
            double rate = (tally.total() - startedBefore) / took;
            int threadsAfter = ManagementFactory.getThreadMXBean().getThreadCount();
            finish();
            String transport = server.transport();
            client.close();
            server.close();
            long left = server.ledger().usedBytes() + client.ledger().usedBytes();
            return new SoakReport(
                    created,
                    Environment.capture(),
                    server.codec(),
                    transport,
                    seed,
                    took,
                    rate,
                    capacity,
                    rows(),
                    cuts.get(),
                    faults.get(),
                    samples,
                    left,
                    server.ledger().reservedPeakBytes() + client.ledger().reservedPeakBytes(),
                    threadsBefore,
                    threadsAfter,
                    tally.firstWrong());
        } finally {
            clients.forEach(SoakClient::stop);
            client.close();
            server.close();
            timer.shutdownNow();
        }
    }

    /** A sample each second, and now and then one of the heap behind a collection. */
    private void watch(RpcServer server, RpcClient client, int seconds, Progress progress) throws InterruptedException {
        final int collectEvery = Math.max(1, seconds / COLLECTIONS);
        final long began = System.nanoTime();
        for (int second = 1; second <= seconds; second++) {
            progress.stage(
                    "soak " + second + "/" + seconds + " s, " + tally.total() + " calls",
                    Duration.ofSeconds(seconds - second + 1L));
            TimeUnit.NANOSECONDS.sleep(began + second * SECOND - System.nanoTime());
            samples.add(SoakSample.now(
                    (System.nanoTime() - began) / 1e9,
                    server.ledger().usedBytes() + client.ledger().usedBytes(),
                    second % collectEvery == 0));
        }
    }

    /** Every call has an end of its own, of its deadline at the latest; one that has none is lost. */
    private void finish() throws InterruptedException {
        clients.forEach(SoakClient::stop);
        long deadline = System.nanoTime() + END_SECONDS * SECOND;
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        }
    }

    private List<SoakReport.Row> rows() {
        List<SoakReport.Row> rows = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            rows.add(new SoakReport.Row(
                    kind,
                    tally.started(kind.ordinal()),
                    tally.of(kind, End.RIGHT),
                    tally.of(kind, End.CUT),
                    tally.of(kind, End.REFUSED),
                    tally.of(kind, End.WRONG),
                    tally.of(kind, End.TWICE),
                    tally.open(kind)));
        }
        return rows;
    }
}
