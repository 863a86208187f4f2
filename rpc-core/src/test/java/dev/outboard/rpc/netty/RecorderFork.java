package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;

/**
 * A program for a JVM of its own, which may lack the flight recorder: calls, on loop and workers, a stream whose sender runs out of
 * credit, and a budget that refuses. Prints whether there is a recorder, and ends with 0 if all of that went as it should.
 */
final class RecorderFork {
    private static final Limits SMALL = Limits.defaults().withStreamWindowBytes(4 << 10);

    public static void main(String[] args) throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(
                Variant.NIO_SAFE,
                server -> server.service(streams.service()).limits(SMALL),
                client -> client.limits(SMALL))) {
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            Received received = new Received();
            pair.connection.openStream(
                    Streams.count(Execution.WORKERS),
                    out -> Echo.number(100 | 1_000L << 32).write(out),
                    0,
                    received);
            received.assertCompleted();
        }
        if (new MemoryLedger(1).tryReserve(2)) {
            throw new IllegalStateException("reserved: 2 bytes (expected: refused by a budget of 1)");
        }
        System.out.println("recorder: " + (Recorder.PRESENT ? "present" : "absent"));
    }

    private RecorderFork() {}
}
