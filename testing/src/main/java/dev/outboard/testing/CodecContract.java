package dev.outboard.testing;

import dev.outboard.codec.spi.CodecProvider;
import org.junit.jupiter.api.Nested;

/**
 * What every codec has to do, to the byte and to the word, and what its memory has to survive. A codec's module extends
 * this once and says which codec it is; a bug in any codec becomes a row here, for all.
 *
 * <p>The expected bytes and texts are in {@code wire.golden} and {@code hostile.golden}, so two codecs that pass write the
 * same bytes and refuse in the same words.
 */
public abstract class CodecContract {
    /** For codecs' tests. */
    protected CodecContract() {}

    /** The codec, which must be available in the JVM that the tests get. */
    protected abstract CodecProvider provider();

    @Nested
    class Writing extends WritingRows {
        Writing() {
            super(provider());
        }
    }

    @Nested
    class Tagged extends TaggedRows {
        Tagged() {
            super(provider());
        }
    }

    @Nested
    class Fields extends FieldRows {
        Fields() {
            super(provider());
        }
    }

    @Nested
    class Reading extends ReadingRows {
        Reading() {
            super(provider());
        }
    }

    @Nested
    class Leases extends LeaseRows {
        Leases() {
            super(provider());
        }
    }

    @Nested
    class Hostile extends HostileRows {
        Hostile() {
            super(provider());
        }
    }

    @Nested
    class Utf8 extends Utf8Rows {
        Utf8() {
            super(provider());
        }
    }

    @Nested
    class Protobuf extends ProtobufRows {
        Protobuf() {
            super(provider());
        }
    }

    @Nested
    class Bytes extends BytesCodecRows {
        Bytes() {
            super(provider());
        }
    }

    @Nested
    class Frame extends FrameRows {
        Frame() {
            super(provider());
        }
    }

    @Nested
    class FrameModel extends FrameModelRows {
        FrameModel() {
            super(provider());
        }
    }

    @Nested
    class Garbage extends GarbageRows {
        Garbage() {
            super(provider());
        }
    }

    @Nested
    class Allocator extends AllocatorRows {
        Allocator() {
            super(provider());
        }
    }

    @Nested
    class Handoff extends HandoffRows {
        Handoff() {
            super(provider());
        }
    }

    @Nested
    class LostFrame extends LostFrameRows {
        LostFrame() {
            super(provider());
        }
    }
}
