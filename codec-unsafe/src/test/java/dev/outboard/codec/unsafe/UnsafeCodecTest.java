package dev.outboard.codec.unsafe;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.testing.CodecContract;

/** The unsafe codec, found as users find it, through the whole contract. */
class UnsafeCodecTest extends CodecContract {
    @Override
    protected CodecProvider provider() {
        return Codecs.load("unsafe");
    }
}
