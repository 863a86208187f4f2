package dev.outboard.codec.safe;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.testing.CodecContract;
import org.junit.jupiter.api.condition.EnabledIf;

/** The safe codec on FFM arenas, through the whole contract: in the second pass, for only the packaged jar has them. */
@EnabledIf("hasArenas")
class SafeArenaCodecTest extends CodecContract {
    @Override
    protected CodecProvider provider() {
        return SafeCodec.of("arena");
    }

    static boolean hasArenas() {
        return MemoryTier.arena() != null;
    }
}
