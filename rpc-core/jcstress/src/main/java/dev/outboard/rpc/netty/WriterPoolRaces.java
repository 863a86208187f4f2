package dev.outboard.rpc.netty;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.jcstress.Stub;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Spare writers that threads share. */
public class WriterPoolRaces {
    private static final FrameWriter SPARE = Rig.CODEC.newWriter();
    private static final FrameWriter NEW = Rig.CODEC.newWriter();

    private static final CodecProvider MAKES_NEW = Stub.of(CodecProvider.class, (method, args) -> NEW);

    /** Two threads never have the same writer. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them has the spare one")
    @Outcome(expect = FORBIDDEN, desc = "both, or none")
    @State
    public static class TwoTakes {
        private final WriterPool pool = new WriterPool(MAKES_NEW);

        public TwoTakes() {
            pool.give(SPARE);
        }

        @Actor
        public void one(ZZ_Result r) {
            r.r1 = pool.take() == SPARE;
        }

        @Actor
        public void other(ZZ_Result r) {
            r.r2 = pool.take() == SPARE;
        }
    }

    /** A writer that was given back is had again, once. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "taken meanwhile, or afterwards")
    @Outcome(expect = FORBIDDEN, desc = "twice, or lost")
    @State
    public static class GiveAndTake {
        private final WriterPool pool = new WriterPool(MAKES_NEW);

        @Actor
        public void giving() {
            pool.give(SPARE);
        }

        @Actor
        public void taking(ZZ_Result r) {
            r.r1 = pool.take() == SPARE;
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            r.r2 = pool.take() == SPARE;
        }
    }
}
