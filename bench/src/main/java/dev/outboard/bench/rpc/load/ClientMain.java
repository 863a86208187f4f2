package dev.outboard.bench.rpc.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Main class of a contender's client: warms up, measures one window, checks that nothing is missing, and prints one line
 * of {@code name=value} pairs. Arguments: {@code peer-class mode payload port control-port connections in-flight
 * warm-up-millis window-millis calls-per-second warm-up-calls}; a rate of 0 is the closed loop. The warm-up goes on until
 * that many calls have ended, or for {@value #MOST_WARMUP_SECONDS} s.
 */
public final class ClientMain {
    /** The line that says that the window opened. */
    public static final String WINDOW = "window";
    /** What the line with the results begins with. */
    public static final String RESULT = "result ";

    private static final int MOST_WARMUP_SECONDS = 30;
    private static final long COUNTERS_MILLIS = 50;
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(20);

    private ClientMain() {}

    public static void main(String[] args) throws Exception {
        Window window = new Window(Long.parseLong(args[7]), Long.parseLong(args[8]), Long.parseLong(args[10]));
        int connections = Integer.parseInt(args[5]);
        int inFlight = Integer.parseInt(args[6]);
        double rate = Double.parseDouble(args[9]);
        StringBuilder out = new StringBuilder(RESULT);
        try (Control control = Control.connect(Integer.parseInt(args[4]))) {
            RpcPeer.Client client =
                    ServerMain.peer(args[0]).client(args[1], Payload.of(args[2]), Integer.parseInt(args[3]));
            Load load = rate == 0 ? new ClosedLoop() : new OpenLoop(rate, inFlight, client.eventLoop());
            load.connect(client, connections, inFlight);
            load.start();
            awaitFirst(load);
            window.measure(load, control, out);
            load.stop();
            add(out, "lost", load.awaitEnd(END_NANOS));
            add(out, "faults", load.faults());
            if (load instanceof OpenLoop open) {
                latencies(open, out);
            }
            System.out.println(out.append("fault=").append(load.firstFault()));
            client.close();
        }
        Runtime.getRuntime().halt(0); // some contenders leave threads behind that would keep the JVM
    }

    /** So that a warm-up does not begin with the loading of classes. */
    private static void awaitFirst(Load load) throws InterruptedException {
        long deadline = System.nanoTime() + END_NANOS;
        while (load.done() == 0 && load.faults() == 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void latencies(OpenLoop open, StringBuilder out) {
        Histogram latency = open.latency();
        add(out, "due", open.due());
        add(out, "recorded", latency.getTotalCount());
        add(out, "p50", latency.getValueAtPercentile(50));
        add(out, "p99", latency.getValueAtPercentile(99));
        add(out, "p999", latency.getValueAtPercentile(99.9));
        add(out, "max", latency.getMaxValue());
        add(out, "lateness", open.lateness().getValueAtPercentile(99));
    }

    private static void add(StringBuilder out, String name, long value) {
        out.append(name).append('=').append(value).append(' ');
    }

    private record Window(long warmupMillis, long millis, long warmupCalls) {
        void measure(Load load, Control control, StringBuilder out) throws Exception {
            warmUp(load, control);
            Counters server = control.counters();
            Counters client = Counters.read();
            if (load instanceof OpenLoop open) {
                open.startRecording();
            }
            System.out.println(WINDOW);
            long start = System.nanoTime();
            long before = load.done();
            TimeUnit.MILLISECONDS.sleep(millis);
            long calls = load.done() - before;
            long nanos = System.nanoTime() - start;
            if (load instanceof OpenLoop open) {
                open.endRecording();
            }
            add(out, "calls", calls);
            add(out, "nanos", nanos);
            side(out, "client", Counters.read().since(client));
            side(out, "server", control.counters().since(server));
        }

        /** Reads the counters, too: whatever that runs for the first time is not to happen in the window. */
        private void warmUp(Load load, Control control) throws Exception {
            long start = System.nanoTime();
            long least = start + TimeUnit.MILLISECONDS.toNanos(warmupMillis);
            long most = start + TimeUnit.SECONDS.toNanos(MOST_WARMUP_SECONDS);
            while (System.nanoTime() - least < 0
                    || load.done() < warmupCalls && load.faults() == 0 && System.nanoTime() - most < 0) {
                control.counters();
                Counters.read();
                TimeUnit.MILLISECONDS.sleep(COUNTERS_MILLIS);
            }
        }

        private static void side(StringBuilder out, String side, Counters used) {
            add(out, side + "Bytes", used.allocatedBytes());
            add(out, side + "Cpu", used.cpuNanos());
            add(out, side + "Pauses", used.pauses());
            add(out, side + "PauseMillis", used.pauseMillis());
        }
    }
}
