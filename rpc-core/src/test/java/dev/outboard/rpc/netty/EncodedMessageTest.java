package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.EncodedMessage;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.channel.ChannelState;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;
import dev.outboard.rpc.channel.RetryPolicy;
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

    @Test
    void callLongerThanAnyFrame_goesThroughAChannelWithRetries() throws Exception {
        byte[] sent = new byte[17 << 20];
        sent[sent.length - 1] = 7;
        Limits limits = Limits.defaults().withMaxMessageBytes(32 << 20).withLongMessageBytes(64 << 20);
        try (Cluster cluster = new Cluster(Variant.values()[0], 1, server -> server.limits(limits));
                RpcClient client = Variant.values()[0].client().limits(limits).build();
                ManagedChannel channel = ManagedChannelBuilder.of(cluster.target(), client)
                        .policy(Echo.ON_LOOP, RetryPolicy.notProcessed())
                        .build()) {
            channel.connect();
            Await.until("connected", () -> channel.state() == ChannelState.READY);
            Outcome outcome = Cluster.call(channel, Echo.ON_LOOP, out -> out.writeRaw(sent, 0, sent.length));
            assertThat(outcome.reply()).isEqualTo(sent);
        }
    }
}
