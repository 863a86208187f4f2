package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.Windows;
import dev.outboard.rpc.hostile.BadPeer;
import dev.outboard.rpc.hostile.RawPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client outlives whatever its server does: the call fails, the memory is back, the next server is served. */
final class BadServerTest {
    private static final byte[] ACK = RawPeer.frame(
            FrameType.HELLO_ACK,
            0,
            0,
            0,
            new HelloAck(1, 0, 65_536, 256, 1024, new Windows(256 << 10, 1 << 20)).encode());

    private final RpcClient client = RpcClientBuilder.create()
            .limits(Limits.defaults()
                    .withHandshakeTimeout(Duration.ofMillis(300))
                    .withIncompleteFrameTimeout(Duration.ofMillis(100)))
            .build();

    @AfterEach
    void close() {
        client.close();
        Await.until("ledger", () -> client.ledger().usedBytes() == 0);
    }

    @Test
    void serverThatSaysNothing_isGivenUp() throws Exception {
        assertConnectFails("handshake", new byte[0]);
    }

    @Test
    void serverThatSpeaksSomethingElse_isGivenUp() throws Exception {
        assertConnectFails("length", "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void serverThatChoosesAnotherVersion_isGivenUp() throws Exception {
        byte[] ack = RawPeer.frame(
                FrameType.HELLO_ACK,
                0,
                0,
                0,
                new HelloAck(2, 0, 65_536, 256, 1024, new Windows(256 << 10, 1 << 20)).encode());
        assertConnectFails("version: 2 (expected: 1 to 1)", ack);
    }

    @Test
    void serverThatRefuses_isQuoted() throws Exception {
        byte[] text = "versions: 1 to 1\n(expected: 2)".getBytes(StandardCharsets.US_ASCII);
        assertConnectFails(
                "VERSION, versions: 1 to 1?(expected: 2)",
                RawPeer.frame(FrameType.GOAWAY, GoAwayCode.VERSION.ordinal(), 0, 0, text));
    }

    @Test
    void frameBeforeTheAck_isAnError() throws Exception {
        assertConnectFails("NOTIFY", RawPeer.frame(FrameType.NOTIFY, 1, 0, 0, new byte[0]));
    }

    @Test
    void badFrames_failTheCall() throws Exception {
        List<byte[]> frames = List.of(
                RawPeer.frame(FrameType.RESPONSE, 0, FrameHeader.stream(9, 0), 0, new byte[0]),
                RawPeer.frame(FrameType.RESPONSE, 0x200, FrameHeader.stream(1, 0), 0, new byte[0]),
                RawPeer.frame(FrameType.REQUEST, 1, 1, 0, new byte[0]),
                RawPeer.frame(FrameType.NOTIFY, 1, 0, 0, new byte[0]),
                RawPeer.frame(FrameType.METHOD_DEF, 1, 0, 0, MethodDef.encode(Method.unary("a/b"))),
                RawPeer.frame(FrameType.RESPONSE, 0, FrameHeader.stream(1, 0), 0, new byte[70_000]),
                BadPeer.repeated(RawPeer.frame(FrameType.PONG, 0, 0, 0, new byte[8]), 20_000),
                new byte[] {0, 0, 1});
        for (byte[] frame : frames) {
            try (ServerSocket server = answering(ACK, frame)) {
                ClientConnection connection = client.connect("localhost", server.getLocalPort());
                Outcome outcome = new Outcome();
                connection.call(Echo.ON_LOOP, Echo.number(1), Pair.LONG, outcome);
                assertThat(outcome.failure().code()).isEqualTo(StatusCode.UNAVAILABLE);
                assertThat(outcome.told).hasValue(1);
            }
        }
    }

    @Test
    void unknownStatus_isReadAsUnknown() throws Exception {
        byte[] frame = RawPeer.frame(FrameType.RESPONSE, 77, FrameHeader.stream(1, 0), 0, new byte[] {(byte) 0xff});
        try (ServerSocket server = answering(ACK, frame)) {
            Outcome outcome = new Outcome();
            client.connect("localhost", server.getLocalPort()).call(Echo.ON_LOOP, Echo.number(1), Pair.LONG, outcome);
            outcome.assertFailed(StatusCode.UNKNOWN, false, "");
        }
    }

    private void assertConnectFails(String text, byte[] answer) throws Exception {
        try (ServerSocket server = answering(answer, new byte[0])) {
            assertThatThrownBy(() -> client.connect("localhost", server.getLocalPort()))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining(text);
        }
    }

    /** A server that answers the first bytes it reads with {@code first}, the next ones with {@code second}. */
    private static ServerSocket answering(byte[] first, byte[] second) throws IOException {
        ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        new Thread(() -> serve(listening, first, second), "bad-server").start();
        return listening;
    }

    private static void serve(ServerSocket listening, byte[] first, byte[] second) {
        byte[] bytes = new byte[4096];
        try (Socket peer = listening.accept()) {
            if (peer.getInputStream().read(bytes) > 0) {
                peer.getOutputStream().write(first);
            }
            if (peer.getInputStream().read(bytes) > 0) {
                peer.getOutputStream().write(second);
            }
            while (peer.getInputStream().read(bytes) > 0) {
                peer.setSoTimeout(60_000);
            }
        } catch (IOException e) {
            if (!listening.isClosed() && !String.valueOf(e.getMessage()).contains("reset")) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
