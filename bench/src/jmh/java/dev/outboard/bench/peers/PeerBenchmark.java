package dev.outboard.bench.peers;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One operation of one contender on one data set; messages in rotation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerBenchmark {
    @Param("dev.outboard.bench.peers.OutboardPeer$Factory")
    private String factory;

    @Param("chat")
    private String data;

    private Peer peer;
    private int next;

    /** Opens the contender. */
    @Setup
    public void open() throws ReflectiveOperationException {
        peer = PeerMain.open(factory, DataSet.of(data));
    }

    @Benchmark
    public int encode() {
        return peer.encode(next++ & DataSet.COUNT - 1);
    }

    @Benchmark
    public long decode() {
        return peer.decode(next++ & DataSet.COUNT - 1);
    }

    @Benchmark
    public long decodeNoStrings() {
        return peer.decodeNoStrings(next++ & DataSet.COUNT - 1);
    }
}
