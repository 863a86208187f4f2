package dev.outboard.bench.broadcast;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this benchmark reads of the JSON that {@code im load} writes; the fields are explained there
 * ({@code dev.outboard.im.load.LoadReport}).
 */
record LoadResult(
        Server server,
        Span window,
        Goodput goodput,
        Latency latency,
        Books books,
        Faults faults,
        Memory memory,
        Generator generator,
        List<String> violations) {

    record Server(String transport, long ledgerReserved) {}

    /** The measured window on {@link System#nanoTime}'s clock, and when the first message was sent. */
    record Span(long firstMessageNanos, long startNanos, long endNanos) {}

    record Goodput(double deliveriesPerSecond, double broadcastsPerSecond) {}

    record Latency(double p50, double p99, double p999, double max) {}

    record Books(
            long offered,
            long delivered,
            long queueFull,
            long slowConsumer,
            long timedOut,
            long refused,
            long offline,
            long lostInTransit,
            long inFlight) {

        Map<String, Long> drops() {
            final Map<String, Long> drops = new TreeMap<>();
            drops.put("queue-full", queueFull);
            drops.put("slow-consumer", slowConsumer);
            drops.put("timeout", timedOut);
            drops.put("refused", refused);
            return drops;
        }

        /** The load's closing line, from the same figures. */
        String line() {
            return "offered " + offered + " = delivered " + delivered + " + dropped(queue-full=" + queueFull
                    + ", slow-consumer=" + slowConsumer + ", timeout=" + timedOut + ", refused=" + refused
                    + ") + offline " + offline + " + lost-in-transit(closed) " + lostInTransit + " + in-flight("
                    + inFlight + ")";
        }

        /** Recipients that turn up nowhere, counted once more here: 0 where the books balance. */
        long missing() {
            return offered
                    - (delivered + queueFull + slowConsumer + timedOut + refused + offline + lostInTransit + inFlight);
        }
    }

    record Faults(long reordered) {}

    record Memory(long heapAfter, double cpus, double allocatedBytesPerSecond) {}

    /** @param reasons why its figures are rather its own than the server's; empty where they are not */
    record Generator(boolean saturated, List<String> reasons) {
        Generator {
            reasons = List.copyOf(reasons);
        }
    }
}
