package dev.outboard.bench.codec;

import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Stats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JVM's result.
 *
 * @param jdk its version, as in 25
 * @param nanos per operation, of each iteration
 * @param bytesPerOperation allocated on the heap, by JMH's GC profiler
 * @param messageBytes mean size of an encoded message
 * @param foreignCores used by others, and taken by the hypervisor, while it ran; NaN where unknown
 * @param error why there is none of this, or null
 */
public record CodecRun(
        Contender contender,
        String data,
        Operation operation,
        int jdk,
        int round,
        List<Double> nanos,
        double bytesPerOperation,
        double messageBytes,
        double foreignCores,
        @Nullable String error) {

    public CodecRun {
        nanos = List.copyOf(nanos);
    }

    /** Whether others used so much of the machine that it is not to be quoted. */
    boolean isNoisy() {
        return foreignCores > Noise.NOISY_CORES;
    }

    /** What went wrong, and where. */
    String failure() {
        return contender.id() + ", JDK " + jdk + ", " + data + ": " + error;
    }

    /** The middle iteration. */
    double median() {
        return Stats.median(nanos.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
