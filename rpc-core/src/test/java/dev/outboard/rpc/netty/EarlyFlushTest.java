package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.hostile.RawPeer;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies that leave before all of what was read is handled. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE", "EPOLL_UNSAFE"})
@Timeout(60)
final class EarlyFlushTest {
    private static final Method STOP = Method.unary("test.Early/Stop");
    private static final int CALLS = 128;
    /** Replies that have left while the last call is handled: two quarters' at the least, whatever the reads. */
    private static final int FIRST = CALLS / 2;

    private final Variant variant;

    EarlyFlushTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void repliesOfALongRead_leaveWhileItsRestIsHandled() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Service stop = Service.named(STOP.serviceName())
                .unary(STOP, Execution.EVENT_LOOP, call -> {
                    awaitOf(seen);
                    call.complete();
                })
                .build();
        try (Pair pair = new Pair(variant, server -> server.service(stop), client -> client);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            try {
                peer.define(1, Echo.ON_LOOP);
                peer.define(2, STOP);
                peer.request(1, CALLS + 1, new byte[] {42});
                assertThat(peer.read().body()).containsExactly(42);
                peer.send(requests());
                for (int slot = 1; slot <= FIRST; slot++) {
                    assertThat(peer.read().body()).containsExactly(slot);
                }
            } finally {
                seen.countDown();
            }
            for (int slot = FIRST + 1; slot < CALLS; slot++) {
                assertThat(peer.read().body()).containsExactly(slot);
            }
            assertThat(peer.read().type()).isEqualTo(FrameType.RESPONSE);
        }
    }

    @Test
    void repliesThatAreNotRead_keepTheirSlotsFromManyUses() throws Exception {
        int slots = 64;
        byte[] large = new byte[64 << 10];
        AtomicInteger calls = new AtomicInteger();
        Service big = Service.named(STOP.serviceName())
                .unary(STOP, Execution.EVENT_LOOP, call -> {
                    calls.incrementAndGet();
                    call.reply().writeRaw(large, 0, large.length);
                    call.complete();
                })
                .build();
        Limits limits = Limits.defaults().withMaxConcurrentCalls(slots);
        try (Pair pair = new Pair(
                        variant,
                        server -> server.service(big).limits(limits).sendBufferBytes(16 << 10),
                        client -> client);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.ON_LOOP);
            peer.define(2, STOP);
            for (int i = 0; i < 8; i++) { // so that the next read is a long one
                peer.request(1, 1, new byte[60_000]);
                assertThat(peer.read().body()).hasSize(60_000);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int generation = 1; generation <= 3; generation++) {
                for (int slot = 1; slot <= slots; slot++) {
                    int stream = FrameHeader.stream(slot, generation);
                    all.writeBytes(RawPeer.frame(FrameType.REQUEST, 2, stream, 0, new byte[0]));
                }
            }
            peer.send(all.toByteArray());
            Await.until(
                    "the end of it", () -> pair.server.stats().closedByFault().containsKey("bad-stream"));
            assertThat(calls.get()).isBetween(slots, 2 * slots);
        }
    }

    private static byte[] requests() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int slot = 1; slot < CALLS; slot++) {
            all.writeBytes(RawPeer.frame(FrameType.REQUEST, 1, slot, 0, new byte[] {(byte) slot}));
        }
        all.writeBytes(RawPeer.frame(FrameType.REQUEST, 2, CALLS, 0, new byte[0]));
        return all.toByteArray();
    }

    private static void awaitOf(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
