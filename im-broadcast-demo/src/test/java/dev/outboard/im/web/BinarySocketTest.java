package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.v1.SignIn;
import dev.outboard.im.v1.SignedIn;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.Preface;
import dev.outboard.rpc.frame.Windows;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire format itself over a WebSocket: messages are pieces of the one stream of bytes. */
class BinarySocketTest {
    private static final Hello HELLO = Hello.own(64 << 10, new Windows(1 << 16, 1 << 16));

    private final WebRig rig = new WebRig();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private RawSocket socket;

    @BeforeEach
    void open() {
        socket = rig.webSocket(BinaryFrames.NAME);
    }

    @AfterEach
    void close() {
        socket.close();
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 13, 4_096})
    void conversation_mayBeCutAnywhere(int piece) throws Exception {
        send(hello(), piece);
        ByteBuffer ack = frame(FrameType.HELLO_ACK);
        HelloAck chosen = HelloAck.decode(body(ack), HELLO);
        assertThat(chosen.maxCalls()).isEqualTo(256);

        ByteArrayOutputStream call = new ByteArrayOutputStream();
        frame(call, FrameType.METHOD_DEF, 1, 0, MethodDef.encode(ChatMethods.SIGN_IN));
        frame(
                call,
                FrameType.REQUEST,
                1,
                1,
                SignIn.newBuilder().setUserId(42).build().toByteArray());
        send(call.toByteArray(), piece);
        ByteBuffer response = frame(FrameType.RESPONSE);
        assertThat(FrameHeader.aux16(response.getLong(0))).isZero();
        assertThat(SignedIn.parseFrom(body(response)).getUserId()).isEqualTo(42);
    }

    @Test
    void bytesThatAreNoPreface_endTheConnection() {
        send(new byte[] {1, 2, 3}, 3);
        assertThat(socket.closeCode()).isEqualTo(1000);
        assertThat(rig.stats().closedByFault().toString()).contains("bad-preface");
    }

    @Test
    void fault_isSaidInAGoAway_beforeTheClose() {
        send(hello(), 4_096);
        frame(FrameType.HELLO_ACK);
        ByteArrayOutputStream bad = new ByteArrayOutputStream();
        frame(bad, FrameType.REQUEST, 9, 1, new byte[0]);
        send(bad.toByteArray(), 4_096);
        assertThat(FrameHeader.aux16(frame(FrameType.GOAWAY).getLong(0))).isEqualTo(1);
        assertThat(socket.closeCode()).isEqualTo(1000);
    }

    private static byte[] hello() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RawSocket.number(out, Preface.VALUE, Preface.BYTES);
        frame(out, FrameType.HELLO, 0, 0, HELLO.encode());
        return out.toByteArray();
    }

    private static void frame(ByteArrayOutputStream out, int type, int aux16, int stream, byte[] body) {
        RawSocket.number(out, FrameHeader.word0(body.length, type, aux16), 8);
        RawSocket.number(out, FrameHeader.word1(stream, 0), 8);
        out.writeBytes(body);
    }

    private void send(byte[] bytes, int piece) {
        for (int from = 0; from < bytes.length; from += piece) {
            socket.frame(
                    RawSocket.FIN | RawSocket.BINARY,
                    Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
        }
    }

    /** The next frame of that type, header and body; others are thrown away. */
    private ByteBuffer frame(int type) {
        while (true) {
            ByteBuffer all = ByteBuffer.wrap(received.toByteArray());
            int length = all.remaining() < FrameHeader.BYTES
                    ? Integer.MAX_VALUE
                    : FrameHeader.BYTES + FrameHeader.length(all.getLong(0));
            if (length > all.remaining()) {
                RawSocket.Frame message = socket.next();
                assertThat(message).as("a message").isNotNull();
                assertThat(message.opcode()).isEqualTo(RawSocket.BINARY);
                received.writeBytes(message.payload());
                continue;
            }
            received.reset();
            received.write(all.array(), length, all.remaining() - length);
            if (FrameHeader.type(all.getLong(0)) == type) {
                return ByteBuffer.wrap(all.array(), 0, length);
            }
        }
    }

    private static byte[] body(ByteBuffer frame) {
        return Arrays.copyOfRange(frame.array(), FrameHeader.BYTES, frame.limit());
    }
}
