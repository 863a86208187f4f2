package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.Windows;
import dev.outboard.rpc.hostile.RawPeer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Channels that say something else first, here a knock, and are connections then. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE", "EPOLL_UNSAFE"})
final class SideDoorTest {
    private static final byte[] KNOCK = "knock".getBytes(StandardCharsets.US_ASCII);
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Variant variant;

    SideDoorTest(Variant variant) {
        this.variant = variant;
    }

    /** Waits for the knock, and lets in what comes behind it. */
    private static void guest(SideDoor door, Channel channel) {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            private int heard;

            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                while (heard < KNOCK.length && bytes.isReadable()) {
                    assertThat(bytes.readByte()).isEqualTo(KNOCK[heard++]);
                    if (heard == KNOCK.length) {
                        door.admit(ctx.channel());
                    }
                }
                ctx.fireChannelRead(bytes);
            }
        });
    }

    private static byte[] greeting() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(KNOCK);
        out.writeBytes(RawPeer.preface());
        byte[] hello = Hello.own(64 << 10, new Windows(1 << 16, 1 << 16)).encode();
        out.writeBytes(RawPeer.frame(FrameType.HELLO, 0, 0, 0, hello));
        return out.toByteArray();
    }

    @Test
    void channelThatWasAdmitted_isAConnectionLikeAnyOther() throws Exception {
        try (Pair pair = new Pair(variant);
                SideDoor door = SideDoor.open(pair.server, ANY, SideDoorTest::guest);
                RawPeer peer = new RawPeer(door.port())) {
            for (byte one : greeting()) {
                peer.send(new byte[] {one});
            }
            assertThat(peer.read().type()).isEqualTo(FrameType.HELLO_ACK);
            peer.define(1, Echo.ON_LOOP);
            peer.request(1, 1, new byte[] {42});
            RawPeer.Frame next = peer.read();
            while (next.type() == FrameType.METHOD_DEF) {
                next = peer.read();
            }
            assertThat(next.body()).containsExactly(42);
            assertThat(pair.server.stats().connections()).isEqualTo(2);
        }
    }

    @Test
    void limitsOfTheServer_holdForIt() throws Exception {
        Limits one = Limits.defaults().withMaxConnections(1);
        try (Pair pair = new Pair(variant, server -> server.limits(one), client -> client);
                SideDoor door = SideDoor.open(pair.server, ANY, SideDoorTest::guest);
                RawPeer peer = new RawPeer(door.port())) {
            peer.send(greeting());
            assertThat(peer.read()).isNull();
            assertThat(pair.server.stats().closedByFault()).containsEntry("too-many-connections", 1L);
        }
    }

    @Test
    void serverThatDrains_closesTheDoor_whoWaitsThere_andWhoCameIn() throws Exception {
        try (Pair pair = new Pair(variant);
                SideDoor door = SideDoor.open(pair.server, ANY, SideDoorTest::guest);
                RawPeer waiting = new RawPeer(door.port());
                RawPeer inside = new RawPeer(door.port())) {
            inside.send(greeting());
            assertThat(inside.read().type()).isEqualTo(FrameType.HELLO_ACK);
            pair.client.close();
            pair.server.drain(Duration.ofMillis(1));
            assertThat(waiting.read()).isNull();
            RawPeer.Frame last = inside.read();
            while (last != null && last.type() != FrameType.GOAWAY) {
                last = inside.read();
            }
            assertThat(last).isNotNull();
            assertThat(inside.read()).isNull();
            assertThatThrownBy(() -> SideDoor.open(pair.server, ANY, SideDoorTest::guest))
                    .isInstanceOf(RpcException.class);
        }
    }
}
