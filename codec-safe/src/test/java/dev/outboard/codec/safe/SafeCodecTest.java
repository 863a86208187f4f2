package dev.outboard.codec.safe;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.testing.CodecContract;

/** The safe codec, found as users find it, through the whole contract. */
class SafeCodecTest extends CodecContract {
    @Override
    protected CodecProvider provider() {
        return Codecs.load("safe");
    }
}
