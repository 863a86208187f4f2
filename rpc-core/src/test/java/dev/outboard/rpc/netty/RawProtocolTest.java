package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.StatusWord;
import dev.outboard.rpc.frame.Windows;
import dev.outboard.rpc.hostile.BadPeer;
import dev.outboard.rpc.hostile.RawPeer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/wire-format.md promises to clients that are not this one. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE", "EPOLL_UNSAFE"})
final class RawProtocolTest {
    private final Variant variant;

    RawProtocolTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void framesOfTypesToSkip_areSkipped() throws Exception {
        try (Pair pair = new Pair(variant);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            for (int type = 0x8a; type <= 0xfa; type += 0x10) {
                peer.send(RawPeer.frame(type, 7, 7, 7, new byte[type]));
            }
            peer.define(1, Echo.ON_LOOP);
            peer.request(1, 1, new byte[] {42});
            assertThat(peer.read().body()).containsExactly(42);
        }
    }

    @Test
    void controlFramesThatMessagesAccountFor_areNoFlood() throws Exception {
        Limits strict = Limits.defaults().withControlFramesPerSecond(1);
        try (Pair pair = new Pair(variant, server -> server.limits(strict), client -> client);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.ON_LOOP);
            byte[] cancel = RawPeer.frame(FrameType.CANCEL, 1, 1, 0, new byte[0]);
            for (int call = 0; call < 100; call++) {
                peer.request(1, FrameHeader.stream(1, call), new byte[] {42});
                peer.send(cancel);
                peer.send(cancel);
                assertThat(peer.read().body()).containsExactly(42);
            }
            peer.sendAsFarAsItGoes(BadPeer.repeated(cancel, 1000));
            RawPeer.Frame last = peer.read();
            assertThat(last.type()).isEqualTo(FrameType.GOAWAY);
            assertThat(last.aux16()).isEqualTo(GoAwayCode.CALM.ordinal());
            assertThat(peer.read()).isNull();
        }
    }

    @Test
    void framesThatCrossTheEndOfTheirStream_areIgnored() throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(variant, server -> server.service(streams.service()), client -> client);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Streams.park(Execution.WORKERS));
            peer.define(2, Echo.ON_LOOP);
            peer.request(1, 1, new byte[0]);
            Await.until("parked", () -> !streams.parked.isEmpty());
            streams.parked.element().fail(StatusCode.ABORTED, "enough");
            assertThat(peer.read().type()).isEqualTo(FrameType.RESPONSE);
            // More than both windows, as far as there is credit: what nobody takes is no debt.
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 9; i++) {
                    peer.send(RawPeer.frame(FrameType.DATA, 0, 1, 0, new byte[60_000]));
                }
                assertThat(peer.read().type()).isEqualTo(FrameType.CONNECTION_CREDIT);
            }
            peer.send(RawPeer.frame(FrameType.DATA, FrameRules.END, 1, 0, new byte[0]));
            peer.send(RawPeer.frame(FrameType.CREDIT, 0, 1, 0, new byte[8]));
            peer.send(RawPeer.frame(FrameType.CANCEL, 1, 1, 0, new byte[0]));
            peer.request(2, 0x100001, new byte[] {42});
            RawPeer.Frame next = peer.read();
            while (next.type() == FrameType.CONNECTION_CREDIT) {
                next = peer.read();
            }
            assertThat(next.body()).containsExactly(42);
        }
    }

    @Test
    void framesOfASlotsLastCall_doNotTouchTheNext() throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(variant, server -> server.service(streams.service()), client -> client);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.ON_LOOP);
            peer.define(2, Echo.PARKED);
            peer.define(3, Streams.park(Execution.EVENT_LOOP));
            peer.request(1, 1, new byte[] {42});
            peer.read();
            peer.request(2, 0x100001, new byte[8]);
            peer.request(1, 2, new byte[] {42});
            peer.read();
            peer.request(3, 0x100002, new byte[0]);
            for (int slot = 1; slot <= 2; slot++) {
                peer.send(RawPeer.frame(FrameType.CANCEL, 1, slot, 0, new byte[0]));
                peer.send(RawPeer.frame(FrameType.DATA, 0, slot, 0, new byte[8]));
            }
            peer.request(1, 3, new byte[] {43});
            assertThat(peer.read().body()).containsExactly(43);
            assertThat(pair.echo.parked.element().cancelled()).isFalse();
            assertThat(streams.parked.element().cancelled()).isFalse();
            assertThat(streams.held).isEmpty();
        }
    }

    @Test
    void requestThatIsGivenUpInTheMiddle_isNotRun() throws Exception {
        try (Pair pair = new Pair(variant);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.THROWING_ON_LOOP);
            peer.define(2, Echo.ON_LOOP);
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[2000]));
            peer.send(RawPeer.part(FrameType.PART, FrameType.REQUEST, 1, true, new byte[2000]));
            peer.send(RawPeer.frame(FrameType.CANCEL, 1, 1, 0, new byte[0]));
            assertThat(peer.read().aux16()).isEqualTo(StatusWord.of(StatusCode.CANCELLED, true));
            // A part that crossed the answer, then a message in parts in the same slot, with another call between them.
            peer.send(RawPeer.part(FrameType.PART, FrameType.REQUEST, 1, false, new byte[1]));
            peer.send(RawPeer.part(FrameType.REQUEST, 2, 0x100001, true, new byte[1024]));
            peer.request(2, 2, new byte[] {42});
            assertThat(peer.read().body()).containsExactly(42);
            peer.send(RawPeer.part(FrameType.PART, FrameType.REQUEST, 0x100001, false, new byte[1]));
            assertThat(peer.read().body()).hasSize(1025);
            assertThat(pair.server.stats().failures()).isZero();
        }
    }

    @Test
    void metadataThatIsIllFormed_failsItsCallAlone() throws Exception {
        try (Pair pair = new Pair(variant);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.BESIDE);
            // A key in upper case; then an entry that nobody knows, and may skip.
            peer.send(RawPeer.extended(2, new byte[] {0, 1, 0, 4, 1, 'A', 0, 0, 9, 9, 9, 9}));
            RawPeer.Frame refused = peer.read();
            assertThat(refused.aux16()).isEqualTo(StatusCode.INVALID_ARGUMENT.number());
            assertThat(new String(refused.body(), StandardCharsets.US_ASCII)).contains("metadata key: 1 bytes");
            peer.send(RawPeer.extended(1, new byte[] {0x7f, 9, 0, 0, 42}));
            assertThat(peer.read().body()).containsExactly(42);
        }
    }

    @Test
    void compressedRequests_ofOthers_areRead_andBadOnesFailTheirCallAlone() throws Exception {
        String good = "02 00000004 04224d18 6040 82 04000080 64617461 00000000";
        List<String> bad = List.of(
                "", // nothing at all
                "02 000000", // cut off
                "03 00000004 04224d18", // an algorithm that nobody has
                "00 00000004 64617461",
                "02 00000004 04224d18 6040 82 04000080 646174", // cut off
                "02 00000004 04224d18 6040 82 04000080 64617461 00000000 00", // something behind it
                "02 00000005 04224d18 6040 82 04000080 64617461 00000000", // shorter than said
                "02 00000003 04224d18 6040 82 04000080 64617461 00000000", // longer
                "02 00000004 04224d18 7040 cd 04000080 64617461 00000000", // with other options
                "01 00000004 1f8b0808 00000000 00ff 61", // gzip with a name
                "01 00000004 1f8b0800 00000000 00ff 0000000000000000");
        try (Pair pair = new Pair(variant);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.ON_LOOP);
            peer.define(2, Echo.ON_WORKERS);
            int generation = 0;
            for (int method = 1; method <= 2; method++) {
                for (String hex : bad) {
                    peer.send(compressed(method, generation++, hex));
                    RawPeer.Frame refused = peer.read();
                    assertThat(refused.aux16()).as(hex).isEqualTo(StatusWord.of(StatusCode.INVALID_ARGUMENT, true));
                    assertThat(new String(refused.body(), StandardCharsets.US_ASCII))
                            .contains("expected: ");
                }
                peer.send(compressed(method, generation++, "02 7fffffff 04224d18 6040 82"));
                assertThat(peer.read().aux16()).isEqualTo(StatusWord.of(StatusCode.RESOURCE_EXHAUSTED, true));
                peer.send(compressed(method, generation++, good));
                RawPeer.Frame reply = peer.read();
                assertThat(reply.aux16()).isZero();
                assertThat(reply.body()).isEqualTo("data".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void peerThatNamesNoCompression_getsNone() throws Exception {
        try (Pair pair = new Pair(variant, server -> server.compression(Compression.LZ4), client -> client);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.ON_LOOP);
            peer.request(1, 1, new byte[5000]);
            assertThat(peer.read().body()).isEqualTo(new byte[5000]);
        }
    }

    private static byte[] compressed(int method, int generation, String hex) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        return ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putLong(FrameHeader.word0(body.length, FrameType.REQUEST, method, FrameRules.COMPRESSED, 0))
                .putLong(FrameHeader.word1(FrameHeader.stream(1, generation), 0))
                .put(body)
                .array();
    }

    @Test
    void ping_isAnsweredWithItsBytes() throws Exception {
        try (Pair pair = new Pair(variant);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            byte[] body = {8, 7, 6, 5, 4, 3, 2, 1};
            peer.send(RawPeer.frame(FrameType.PING, 0, 0, 0, body));
            RawPeer.Frame pong = peer.read();
            assertThat(pong.type()).isEqualTo(FrameType.PONG);
            assertThat(pong.body()).isEqualTo(body);
        }
    }

    @Test
    void requestsBehindTheHello_areTaken() throws Exception {
        try (Pair pair = new Pair(variant);
                RawPeer peer = new RawPeer(pair.server.port())) {
            peer.send(RawPeer.preface());
            peer.send(RawPeer.frame(
                    FrameType.HELLO,
                    0,
                    0,
                    0,
                    Hello.own(65_536, new Windows(1 << 18, 1 << 20)).encode()));
            peer.define(1, Echo.ON_WORKERS);
            peer.request(1, 1, new byte[] {1});
            assertThat(peer.read().type()).isEqualTo(FrameType.HELLO_ACK);
            assertThat(peer.read().type()).isEqualTo(FrameType.RESPONSE);
        }
    }

    @Test
    void requests_sentByteByByte_areServed() throws Exception {
        try (Pair pair = new Pair(variant);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.IN_ORDER);
            byte[] request = RawPeer.frame(FrameType.REQUEST, 1, 1, 0, new byte[] {1, 2, 3});
            for (byte b : request) {
                peer.send(new byte[] {b});
            }
            assertThat(peer.read().body()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void burstOfRequests_isAnsweredOnEachStream() throws Exception {
        try (Pair pair = new Pair(variant);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.ON_WORKERS);
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            Set<Integer> streams = new HashSet<>();
            for (int slot = 1; slot <= 200; slot++) {
                int stream = FrameHeader.stream(slot, 4095);
                streams.add(stream);
                burst.writeBytes(RawPeer.frame(FrameType.REQUEST, 1, stream, 0, new byte[slot]));
            }
            peer.send(burst.toByteArray());
            for (int i = 0; i < 200; i++) {
                RawPeer.Frame reply = peer.read();
                assertThat(reply.body()).hasSize(FrameHeader.slot(reply.stream()));
                assertThat(streams.remove(reply.stream())).isTrue();
            }
        }
    }

    @Test
    void requestAfterTheServersGoAway_isRefusedAndNotProcessed() throws Exception {
        try (Pair pair = new Pair(variant);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.ON_LOOP);
            Thread drain = new Thread(() -> pair.server.drain(Duration.ofSeconds(20)));
            drain.start();
            RawPeer.Frame goAway = peer.read();
            assertThat(goAway.type()).isEqualTo(FrameType.GOAWAY);
            assertThat(goAway.aux16()).isEqualTo(GoAwayCode.DRAIN.ordinal());
            peer.request(1, 1, new byte[] {1});
            RawPeer.Frame refused = peer.read();
            assertThat(StatusWord.code(refused.aux16())).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(StatusWord.notProcessed(refused.aux16())).isTrue();
            peer.finish();
            drain.join();
        }
    }

    @Test
    void peersThatHoardMemory_runIntoTheBudgetAndOthersGoOn() throws Exception {
        MemoryLedger ledger = new MemoryLedger(4 << 20);
        Limits limits = Limits.defaults().withMaxFrameBytes(1 << 20);
        List<RawPeer> hoarders = new ArrayList<>();
        try (Pair pair = new Pair(variant, server -> server.ledger(ledger).limits(limits), client -> client)) {
            byte[] begun = ByteBuffer.allocate(600_000)
                    .putLong(FrameHeader.word0(1 << 20, FrameType.REQUEST, 1))
                    .putLong(FrameHeader.word1(1, 0))
                    .array();
            for (int i = 0; i < 12; i++) {
                RawPeer peer = RawPeer.greeted(pair.server.port());
                hoarders.add(peer);
                peer.sendAsFarAsItGoes(begun);
            }
            Await.until("refused", () -> pair.server.stats().closedByFault().containsKey("memory"));
            assertThat(ledger.reservedPeakBytes()).isLessThanOrEqualTo(ledger.budgetBytes());
            for (RawPeer peer : hoarders) {
                peer.close();
            }
            Await.until("gone", () -> pair.server.stats().connections() <= 1);
            try (RawPeer peer = RawPeer.greeted(pair.server.port())) {
                peer.define(1, Echo.ON_LOOP);
                peer.request(1, 1, new byte[] {42});
                assertThat(peer.read().body()).containsExactly(42);
            }
        }
    }
}
