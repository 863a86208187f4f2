package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.EncodedMessage;
import dev.outboard.rpc.RpcClient;
import org.junit.jupiter.api.Test;

/** Messages that are kept to be sent again. */
final class EncodedMessageTest {
    @Test
    void messageLongerThanAnyFrame_isKept() {
        byte[] some = new byte[1 << 20];
        try (RpcClient client = Variant.values()[0].client().build()) {
            EncodedMessage kept = client.encode(out -> {
                for (int i = 0; i < 17; i++) {
                    out.writeRaw(some, 0, some.length);
                }
            });
            assertThat(client.ledger().usedBytes()).isGreaterThan(16L << 20);
            kept.release();
            assertThat(client.ledger().usedBytes()).isZero();
        }
    }
}
