package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.model.ModelConnection;
import dev.outboard.testing.Seed;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server's connection does what the model of docs/wire-format.md says, whatever a client sends and however it is cut. More
 * scripts: {@code -Doutboard.model.scripts}.
 */
final class ConnectionModelTest {
    private static final int MOST = 20;
    private static final int SCRIPTS = Integer.getInteger("outboard.model.scripts", 500);

    @ParameterizedTest
    @ValueSource(strings = {"safe", "unsafe"})
    void connection_doesWhatTheModelSays(String codec) {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        CodecProvider provider = Codecs.load(codec);
        Set<String> faults = new TreeSet<>();
        try (WorkerPool workers = new WorkerPool(1, 2, new DefaultThreadFactory("outboard-worker", true))) {
            // More where something rare has not come up yet.
            for (int i = 0; i < SCRIPTS || i < MOST * SCRIPTS && !faults.containsAll(ModelConnection.FAULTS); i++) {
                faults.addAll(play(provider, workers, random.split(), seed + ", script " + i));
            }
        }
        assertThat(faults).as("%s: what the scripts reached", seed).containsAll(ModelConnection.FAULTS);
    }

    /** The fault that ended it, by any of its names. */
    private Set<String> play(CodecProvider codec, WorkerPool workers, SplittableRandom random, String which) {
        MemoryLedger ledger = MemoryLedger.unbounded();
        try {
            ModelRig rig = new ModelRig(codec, ledger, workers);
            new ModelScript(random, rig).play();
            assertThat(ledger.usedBytes()).isZero();
            return rig.model.fault();
        } catch (Throwable t) {
            throw new AssertionError(which, t);
        }
    }
}
