package dev.outboard.bench.epsilon;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run left on the heaps.
 *
 * @param collector whether the JVMs had one
 * @param calls that were counted, without the warm-up
 * @param totalCalls with it
 * @param error why it proves nothing, or null
 */
public record EpsilonRun(
        String codec,
        String execution,
        String cell,
        boolean collector,
        long calls,
        long totalCalls,
        double seconds,
        Side client,
        Side server,
        @Nullable String error) {

    /**
     * @param heapStart bytes of heap in use when the connections were open
     * @param heapEnd the same behind the last call
     * @param bytesPerCall by the JVM's counters of all threads, after the warm-up; of a call that publishes, per message delivered
     */
    public record Side(long heapStart, long heapEnd, double bytesPerCall) {}

    /** From the client's line of {@code name=value} pairs, of which the last, {@code fault}, has blanks. */
    static EpsilonRun parse(EpsilonPlan.Task task, String line) {
        int fault = line.indexOf("fault=");
        Map<String, Long> values = new HashMap<>();
        for (String pair : line.substring(0, fault).trim().split(" ")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
        }
        String error = null;
        if (value(values, "faults") > 0) {
            error = line.substring(fault + "fault=".length());
        } else if (value(values, "lost") > 0) {
            error = "calls without an end: " + value(values, "lost") + " (expected: 0)";
        }
        return new EpsilonRun(
                task.codec(),
                task.execution(),
                task.cell(),
                task.collector(),
                value(values, "calls"),
                value(values, "total"),
                value(values, "nanos") / 1e9,
                side(values, "client", task),
                side(values, "server", task),
                error);
    }

    static EpsilonRun failed(EpsilonPlan.Task task, String error) {
        Side none = new Side(0, 0, Double.NaN);
        return new EpsilonRun(
                task.codec(), task.execution(), task.cell(), task.collector(), 0, 0, Double.NaN, none, none, error);
    }

    private static Side side(Map<String, Long> values, String side, EpsilonPlan.Task task) {
        return new Side(
                value(values, side + "HeapStart"),
                value(values, side + "HeapEnd"),
                value(values, side + "Bytes") / ((double) value(values, "calls") * task.messagesPerCall()));
    }

    private static long value(Map<String, Long> values, String name) {
        return values.getOrDefault(name, 0L);
    }
}
