package dev.outboard.im.wire;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.testing.Golden;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes on the wire, as the flyweights wrote them that were written by hand: whatever writes them now must not change them. */
class GoldenBytesTest {
    private static final Golden GOLDEN = Golden.of(GoldenBytesTest.class, "chat.golden");

    /** The last field that each message had then, where it has more by now: those have to leave the others as they were. */
    private static final Map<MessageCase, Integer> LAST_FIELDS = Map.of(
            MessageCase.SIGN_IN, 2,
            MessageCase.SIGNED_IN, 2,
            MessageCase.PUBLISH, 5,
            MessageCase.GROUP_MESSAGE, 7,
            MessageCase.RECEIPT, 3,
            MessageCase.SERVER_STATS, 34);

    static List<CodecProvider> codecs() {
        return Codecs.installed();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void messages_haveTheirGoldenBytes(CodecProvider codec) {
        try (WireFixture wire = new WireFixture(codec)) {
            for (MessageCase type : MessageCase.values()) {
                SplittableRandom random = new SplittableRandom(type.ordinal());
                for (int i = 1; i <= 3; i++) {
                    var message = type.random(random, LAST_FIELDS.getOrDefault(type, Integer.MAX_VALUE));
                    GOLDEN.assertBytes(type + "-" + i, wire.write(out -> type.encode(message, out)));
                }
            }
        }
    }
}
