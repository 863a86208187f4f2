package dev.outboard.bench.rpc.load;

import java.util.concurrent.TimeUnit;

/**
 * Main class of a client that makes a number of calls and counts to the byte what they leave on both heaps. Arguments:
 * {@code peer-class mode payload port control-port connections in-flight warm-up-calls calls}. Prints the calls made so
 * far once a second, and at the end one line of {@code name=value} pairs.
 */
public final class CountedMain {
    /** What the lines begin with that say how many calls have ended, warm-up included. */
    public static final String DONE = "done ";
    /** What the line with the results begins with. */
    public static final String RESULT = "result ";

    private static final long POLL_MILLIS = 20;
    private static final int POLLS_PER_LINE = 50;
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(20);

    private CountedMain() {}

    public static void main(String[] args) throws Exception {
        long warmup = Long.parseLong(args[7]);
        long calls = Long.parseLong(args[8]);
        int inFlight = Integer.parseInt(args[6]);
        StringBuilder out = new StringBuilder(RESULT);
        try (Control control = Control.connect(Integer.parseInt(args[4]))) {
            RpcPeer.Client client =
                    ServerMain.peer(args[0]).client(args[1], Payload.of(args[2]), Integer.parseInt(args[3]));
            ClosedLoop load = new ClosedLoop();
            load.connect(client, Integer.parseInt(args[5]), inFlight);
            add(out, "clientHeapStart", Control.heapBytes());
            add(out, "serverHeapStart", control.serverHeapBytes());
            load.start();
            count(load, control, warmup, calls, out);
            load.stop();
            add(out, "lost", load.awaitEnd(END_NANOS));
            add(out, "total", load.done());
            add(out, "faults", load.faults());
            add(out, "clientHeapEnd", Control.heapBytes());
            add(out, "serverHeapEnd", control.serverHeapBytes());
            System.out.println(out.append("fault=").append(load.firstFault()));
            client.close();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void count(Load load, Control control, long warmup, long calls, StringBuilder out) throws Exception {
        await(load, warmup);
        Counters server = control.counters();
        Counters client = Counters.read();
        long nanos = System.nanoTime();
        long before = load.done();
        await(load, before + calls);
        long counted = load.done() - before;
        add(out, "nanos", System.nanoTime() - nanos);
        add(out, "clientBytes", Counters.read().since(client).allocatedBytes());
        add(out, "serverBytes", control.counters().since(server).allocatedBytes());
        add(out, "calls", counted);
    }

    private static void await(Load load, long calls) throws InterruptedException {
        for (int polls = 1; load.done() < calls && load.faults() == 0; polls++) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            if (polls % POLLS_PER_LINE == 0) {
                System.out.println(DONE + load.done());
            }
        }
    }

    private static void add(StringBuilder out, String name, long value) {
        out.append(name).append('=').append(value).append(' ');
    }
}
