package dev.outboard.bench.broadcast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Stands in for the IM server and its load, with a defect of choice: what the benchmark makes of a broken contender
 * cannot be tried with a sound one. The seed names the defect.
 */
public final class PlantedIm {
    static final long SOUND = 1;
    static final long LOSES_MESSAGES = 2;
    static final long BREAKS_ITS_ORDER = 3;
    static final long DIES_WITHOUT_RESULT = 4;
    static final long EXITS_WITH_ONE = 5;
    static final long SERVER_CANNOT_START = 6;
    static final long SATURATES = 7;
    /** The codec of a server whose heap is another one than it was given, in mode "pool" only. */
    static final String OTHER_HEAP = "other-heap";

    private PlantedIm() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        final List<String> words = List.of(args);
        if (words.get(1).equals("serve")) {
            serve(words);
        } else {
            load(words);
        }
    }

    private static void serve(List<String> words) throws InterruptedException {
        if (option(words, "--codec").equals("cannot-start")) {
            System.err.println("im serve: codec: cannot-start (expected: auto, safe or unsafe)");
            Runtime.getRuntime().halt(2);
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        final boolean otherHeap = option(words, "--codec").equals(OTHER_HEAP)
                && option(words, "--mode").equals("pool");
        System.out.println("listening on 127.0.0.1:4711 mode=" + option(words, "--mode")
                + " codec=safe transport=nio x=1 heap="
                + (otherHeap ? 96 : Runtime.getRuntime().maxMemory() >> 20)
                + "m");
        new CountDownLatch(1).await();
    }

    private static void load(List<String> words) throws IOException {
        final long defect = Long.parseLong(option(words, "--seed"));
        if (defect == DIES_WITHOUT_RESULT) {
            System.out.println("connection refused");
            Runtime.getRuntime().halt(2);
        }
        final long now = System.nanoTime();
        final int delivered = defect == LOSES_MESSAGES ? 988 : 1000;
        final String violations = defect == BREAKS_ITS_ORDER ? "\"out of order: 7 (expected: 0)\"" : "";
        Files.writeString(Path.of(option(words, "--json")), """
                {"server": {"transport": "nio", "ledgerReserved": 4194304, "later": 1},
                 "window": {"firstMessageNanos": %d, "startNanos": %d, "endNanos": %d},
                 "goodput": {"deliveriesPerSecond": 500.0, "broadcastsPerSecond": 50.0},
                 "latency": {"count": 500, "p50": 1.5, "p90": 2.5, "p99": 3.5, "p999": 4.5, "max": 5.5},
                 "books": {"offered": 1000, "delivered": %d, "queueFull": 0, "slowConsumer": 0, "timedOut": 0,
                           "refused": 0, "offline": 0, "lostInTransit": 0, "inFlight": 0},
                 "faults": {"reordered": 0}, "memory": {"heapAfter": 1048576, "cpus": 0.5},
                 "generator": {"saturated": %b, "reasons": [%s]}, "violations": [%s]}
                """.formatted(
                        now,
                        now,
                        now + 1,
                        delivered,
                        defect == SATURATES,
                        defect == SATURATES ? "\"it sent 31.0 ms too late (99th percentile)\"" : "",
                        violations));
        Runtime.getRuntime().halt(defect == EXITS_WITH_ONE ? 1 : 0);
    }

    private static String option(List<String> words, String name) {
        return words.get(words.indexOf(name) + 1);
    }
}
