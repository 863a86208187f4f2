package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.web.RawSocket.Answer;
import dev.outboard.im.web.RawSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The WebSocket protocol, section by section of RFC 6455, against a real socket, byte by byte. What the server has to answer is seen by
 * requests of the JSON subprotocol, which every good connection must still carry at the end.
 */
class Rfc6455Test {
    private static final WebRig RIG = new WebRig();
    private static final int TEXT = RawSocket.FIN | RawSocket.TEXT;
    private static final int PING = RawSocket.FIN | RawSocket.PING;
    private static final int PONG = RawSocket.FIN | RawSocket.PONG;
    private static final int CLOSE = RawSocket.FIN | RawSocket.CLOSE;
    private static final int LAST = RawSocket.FIN | RawSocket.CONTINUATION;

    @AfterAll
    static void close() {
        RIG.close();
    }

    private static RawSocket open() {
        RawSocket socket = RIG.webSocket(JsonFrames.NAME);
        socket.text("{\"id\":1,\"method\":\"connect\"}");
        assertThat(socket.nextText()).contains("\"id\":1,\"result\"");
        return socket;
    }

    /** The connection must carry one more request. */
    private static void assertAlive(RawSocket socket) {
        socket.text("{\"id\":99,\"method\":\"nothing\"}");
        assertThat(socket.nextText()).contains("\"id\":99", "UNIMPLEMENTED");
    }

    /** The server closes with this code, and then the connection, once it was answered. */
    private static void assertFailed(RawSocket socket, int code) {
        assertThat(socket.closeCode()).isEqualTo(code);
        socket.close(code);
        assertThat(socket.isAtEnd()).isTrue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Nested
    class Section4_handshake {
        @Test
        void answer_provesThatTheKeyWasRead() {
            try (RawSocket socket = RIG.socket()) {
                Answer answer = socket.upgrade(BinaryFrames.NAME);
                assertThat(answer.header("upgrade")).contains("websocket");
                assertThat(answer.header("connection").orElseThrow()).isEqualToIgnoringCase("upgrade");
                assertThat(answer.header("sec-websocket-extensions")).isEmpty();
            }
        }

        @Test
        void firstSubprotocolThatIsKnown_isChosen() {
            try (RawSocket socket = RIG.socket()) {
                Answer answer = socket.http(socket.upgradeLines(
                        "other.v9, " + BinaryFrames.NAME, "Sec-WebSocket-Protocol: " + JsonFrames.NAME));
                assertThat(answer.status()).isEqualTo(101);
                assertThat(answer.header("sec-websocket-protocol")).contains(BinaryFrames.NAME);
            }
        }

        @Test
        void extensions_areNotAgreedOn() {
            try (RawSocket socket = RIG.socket()) {
                Answer answer = socket.upgrade(JsonFrames.NAME, "Sec-WebSocket-Extensions: permessage-deflate");
                assertThat(answer.header("sec-websocket-extensions")).isEmpty();
            }
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "another version  | Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8         | 426",
                    "no version       | Sec-WebSocket-Version: 13 | X: y                             | 426",
                    "no upgrade       | Upgrade: websocket        | X: y                             | 426",
                    "other upgrade    | Upgrade: websocket        | Upgrade: h2c                     | 426",
                    "no connection    | Connection: keep-alive, Upgrade | Connection: keep-alive     | 426",
                    "no key           | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | X: y           | 400",
                    "short key        | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: dGhl | 400",
                    "no base64        | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: ???? | 400",
                    "no subprotocol   | Sec-WebSocket-Protocol: outboard.v1 | X: y                   | 400",
                    "other subprotocol| Sec-WebSocket-Protocol: outboard.v1 | Sec-WebSocket-Protocol: chat | 400",
                    "POST             | GET /ws HTTP/1.1 | POST /ws HTTP/1.1                         | 405",
                })
        void requestThatIsNoHandshake_isRefused(String name, String line, String instead, int status) {
            try (RawSocket socket = RIG.socket()) {
                String[] lines = Arrays.stream(socket.upgradeLines(BinaryFrames.NAME))
                        .map(it -> it.equals(line) ? instead : it)
                        .toArray(String[]::new);
                assertThat(socket.http(lines).status()).as(name).isEqualTo(status);
                assertThat(socket.isAtEnd()).isTrue();
            }
        }
    }

    @Nested
    class Section5_2_baseFraming {
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 124, 125, 126, 127, 128, 65_535, 65_536, 200_000})
        void everyLengthOfPayload_isRead(int padding) {
            try (RawSocket socket = open()) {
                String request = "{\"id\":2,\"method\":\"nothing\"}" + " ".repeat(padding);
                socket.text(request);
                assertThat(socket.nextText()).contains("\"id\":2");
            }
        }

        @Test
        void frame_mayComeByteByByte() {
            try (RawSocket socket = open()) {
                for (byte one : RawSocket.bytes(TEXT, utf8("{\"id\":2,\"method\":\"nothing\"}"))) {
                    socket.write(one);
                }
                assertThat(socket.nextText()).contains("\"id\":2");
            }
        }

        @Test
        void manyFrames_mayComeAtOnce() {
            try (RawSocket socket = open()) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (int i = 2; i < 102; i++) {
                    all.writeBytes(RawSocket.bytes(TEXT, utf8("{\"id\":" + i + ",\"method\":\"nothing\"}")));
                }
                socket.write(all.toByteArray());
                for (int i = 2; i < 102; i++) {
                    assertThat(socket.nextText()).contains("\"id\":" + i + ",");
                }
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {RawSocket.RSV1, RawSocket.RSV2, RawSocket.RSV3, 0x70})
        void reservedBits_fail(int bits) {
            try (RawSocket socket = open()) {
                socket.frame(TEXT | bits, utf8("{}"));
                assertFailed(socket, 1002);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {RawSocket.RSV1, RawSocket.RSV2, RawSocket.RSV3})
        void reservedBitsOfControlFrames_fail(int bits) {
            try (RawSocket socket = open()) {
                socket.frame(PING | bits);
                assertFailed(socket, 1002);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        void reservedOpcodes_fail(int opcode) {
            try (RawSocket socket = open()) {
                socket.frame(RawSocket.FIN | opcode, utf8("{}"));
                assertFailed(socket, 1002);
            }
        }

        @ParameterizedTest
        @CsvSource({"126, 2, 5", "127, 8, 5", "127, 8, 65535"})
        void lengthThatIsNotTheShortest_fails(int mark, int bytes, long length) {
            try (RawSocket socket = open()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(TEXT);
                out.write(0x80 | mark);
                RawSocket.number(out, length, bytes);
                socket.write(out.toByteArray());
                socket.write(new byte[4 + 5]);
                assertFailed(socket, 1002);
            }
        }

        @Test
        void lengthWithItsHighestBit_fails() {
            try (RawSocket socket = open()) {
                socket.write(HexFormat.of().parseHex("81ff8000000000000000" + "00000000"));
                assertFailed(socket, 1002);
            }
        }
    }

    @Nested
    class Section5_3_masking {
        @Test
        void frameThatIsNotMasked_fails() {
            try (RawSocket socket = open()) {
                socket.write((byte) TEXT, (byte) 2, (byte) '{', (byte) '}');
                assertFailed(socket, 1002);
            }
        }

        @Test
        void controlFrameThatIsNotMasked_fails() {
            try (RawSocket socket = open()) {
                socket.write((byte) PING, (byte) 0);
                assertFailed(socket, 1002);
            }
        }

        @Test
        void maskOfZeros_isAMask() {
            try (RawSocket socket = open()) {
                byte[] payload = utf8("{\"id\":2,\"method\":\"nothing\"}");
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(TEXT);
                out.write(0x80 | payload.length);
                out.writeBytes(new byte[4]);
                out.writeBytes(payload);
                socket.write(out.toByteArray());
                assertThat(socket.nextText()).contains("\"id\":2");
            }
        }
    }

    @Nested
    class Section5_4_fragmentation {
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 7, 27})
        void message_mayComeInPieces(int piece) {
            try (RawSocket socket = open()) {
                send(socket, "{\"id\":2,\"method\":\"nothing\"}", piece, () -> {});
                assertThat(socket.nextText()).contains("\"id\":2");
            }
        }

        @Test
        void pieces_mayBeEmpty() {
            try (RawSocket socket = open()) {
                socket.frame(RawSocket.TEXT);
                socket.frame(RawSocket.CONTINUATION, utf8("{\"id\":2,\"method\":\"nothing\"}"));
                socket.frame(LAST);
                assertThat(socket.nextText()).contains("\"id\":2");
            }
        }

        @Test
        void controlFrames_mayComeInBetween_andAreAnsweredAtOnce() {
            try (RawSocket socket = open()) {
                int[] pings = {0};
                send(socket, "{\"id\":2,\"method\":\"nothing\"}", 9, () -> {
                    socket.frame(PING, (byte) pings[0]);
                    Frame pong = socket.next();
                    assertThat(pong.opcode()).isEqualTo(RawSocket.PONG);
                    assertThat(pong.payload()).containsExactly(pings[0]++);
                });
                assertThat(pings[0]).isPositive();
                assertThat(socket.nextText()).contains("\"id\":2");
            }
        }

        @Test
        void continuationOfNothing_fails() {
            try (RawSocket socket = open()) {
                socket.frame(LAST, utf8("{}"));
                assertFailed(socket, 1002);
            }
        }

        @Test
        void continuationAfterTheEnd_fails() {
            try (RawSocket socket = open()) {
                send(socket, "{\"id\":2,\"method\":\"nothing\"}", 9, () -> {});
                socket.frame(RawSocket.CONTINUATION, utf8("{}"));
                assertFailed(socket, 1002);
            }
        }

        @Test
        void newMessageInTheMiddleOfOne_fails() {
            try (RawSocket socket = open()) {
                socket.frame(RawSocket.TEXT, utf8("{"));
                socket.frame(TEXT, utf8("{}"));
                assertFailed(socket, 1002);
            }
        }

        @Test
        void moreThanAThousandPieces_fail() {
            try (RawSocket socket = open()) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.writeBytes(RawSocket.bytes(RawSocket.TEXT, utf8("{")));
                IntStream.range(0, 1_000).forEach(i -> all.writeBytes(RawSocket.bytes(RawSocket.CONTINUATION)));
                socket.write(all.toByteArray());
                assertFailed(socket, 1008);
            }
        }

        private void send(RawSocket socket, String text, int piece, Runnable between) {
            byte[] bytes = utf8(text);
            for (int from = 0; from < bytes.length; from += piece) {
                boolean last = from + piece >= bytes.length;
                int opcode = from == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION;
                socket.frame(
                        last ? RawSocket.FIN | opcode : opcode,
                        Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
                if (!last) {
                    between.run();
                }
            }
        }
    }

    @Nested
    class Section5_5_controlFrames {
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 124, 125})
        void ping_isAnsweredWithItsBytes(int length) {
            try (RawSocket socket = open()) {
                byte[] payload = new byte[length];
                Arrays.fill(payload, (byte) 0xfe);
                socket.frame(PING, payload);
                Frame pong = socket.next();
                assertThat(pong.opcode()).isEqualTo(RawSocket.PONG);
                assertThat(pong.payload()).isEqualTo(payload);
                assertAlive(socket);
            }
        }

        @Test
        void pings_areAnsweredInTheirOrder() {
            try (RawSocket socket = open()) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                IntStream.range(0, 10).forEach(i -> all.writeBytes(RawSocket.bytes(PING, (byte) i)));
                socket.write(all.toByteArray());
                for (int i = 0; i < 10; i++) {
                    assertThat(socket.next().payload()).containsExactly(i);
                }
            }
        }

        @Test
        void pongThatNobodyAskedFor_isNothing() {
            try (RawSocket socket = open()) {
                socket.frame(PONG, (byte) 1);
                assertAlive(socket);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {PING, PONG, CLOSE})
        void controlFrameOver125Bytes_fails(int first) {
            try (RawSocket socket = open()) {
                socket.frame(first, new byte[126]);
                assertFailed(socket, 1002);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {RawSocket.PING, RawSocket.PONG, RawSocket.CLOSE})
        void controlFrameInPieces_fails(int opcode) {
            try (RawSocket socket = open()) {
                socket.frame(opcode, (byte) 1, (byte) 2);
                assertFailed(socket, 1002);
            }
        }

        @Test
        void moreThanAHundredPingsAtOnce_fail() {
            try (RawSocket socket = open()) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                IntStream.range(0, 300).forEach(i -> all.writeBytes(RawSocket.bytes(PING)));
                socket.write(all.toByteArray());
                assertFailed(socket, 1008);
            }
        }
    }

    @Nested
    class Section5_6_dataFrames {
        @Test
        void binaryMessageWhereTextWasAgreedOn_fails() {
            try (RawSocket socket = open()) {
                socket.frame(RawSocket.FIN | RawSocket.BINARY, utf8("{}"));
                assertFailed(socket, 1003);
            }
        }

        @Test
        void textMessageWhereBinaryWasAgreedOn_fails() {
            try (RawSocket socket = RIG.webSocket(BinaryFrames.NAME)) {
                socket.text("{}");
                assertFailed(socket, 1003);
            }
        }
    }

    @Nested
    class Section7_closing {
        @ParameterizedTest
        @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
        void codesThatMayBeSent_areSentBack(int code) {
            try (RawSocket socket = open()) {
                socket.close(code);
                assertThat(socket.closeCode()).isEqualTo(code);
                assertThat(socket.isAtEnd()).isTrue();
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999})
        void codesThatMayNot_fail(int code) {
            try (RawSocket socket = open()) {
                socket.close(code);
                assertFailed(socket, 1002);
            }
        }

        @Test
        void closeWithoutACode_isAnsweredWithoutOne() {
            try (RawSocket socket = open()) {
                socket.frame(CLOSE);
                assertThat(socket.closeCode()).isEqualTo(-1);
                assertThat(socket.isAtEnd()).isTrue();
            }
        }

        @Test
        void closeOfOneByte_fails() {
            try (RawSocket socket = open()) {
                socket.frame(CLOSE, (byte) 3);
                assertFailed(socket, 1002);
            }
        }

        @Test
        void reasonOf123Bytes_isFine() {
            try (RawSocket socket = open()) {
                byte[] payload = new byte[125];
                Arrays.fill(payload, (byte) 'x');
                payload[0] = 3;
                payload[1] = (byte) 0xe8;
                socket.frame(CLOSE, payload);
                assertThat(socket.closeCode()).isEqualTo(1000);
            }
        }

        @Test
        void reasonThatIsNoUtf8_fails() {
            try (RawSocket socket = open()) {
                socket.frame(CLOSE, (byte) 3, (byte) 0xe8, (byte) 0xce, (byte) 0xba, (byte) 0xe1);
                assertFailed(socket, 1007);
            }
        }

        @Test
        void whatComesAfterTheClose_isNotLookedAt() {
            try (RawSocket socket = open()) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.writeBytes(RawSocket.bytes(CLOSE, (byte) 3, (byte) 0xe8));
                all.writeBytes(RawSocket.bytes(TEXT, utf8("{\"id\":2,\"method\":\"nothing\"}")));
                all.writeBytes(RawSocket.bytes(PING));
                socket.write(all.toByteArray());
                List<Frame> rest = new ArrayList<>();
                for (Frame frame = socket.next(); frame != null; frame = socket.next()) {
                    rest.add(frame);
                }
                assertThat(rest)
                        .singleElement()
                        .satisfies(frame -> assertThat(frame.code()).isEqualTo(1000));
            }
        }

        @Test
        void peerThatDoesNotAnswerAClose_isLeftAfterASecond() {
            try (RawSocket socket = open()) {
                socket.text("no JSON");
                assertThat(socket.closeCode()).isEqualTo(4400);
                assertThat(socket.isAtEnd()).isTrue();
            }
        }
    }

    @Nested
    class Section8_utf8 {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ff",
                    "fe",
                    "c0af",
                    "e080af",
                    "f08080af",
                    "c1bf",
                    "eda080",
                    "edbfbf",
                    "f4908080",
                    "f8888080",
                    "80",
                    "bf",
                    "c3",
                    "e282",
                    "f09f98"
                })
        void bytesThatAreNoUtf8_fail(String hex) {
            try (RawSocket socket = open()) {
                socket.frame(TEXT, HexFormat.of().parseHex("7b22" + hex));
                assertFailed(socket, 1007);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud83d\ude00", "\udbff\udfff"})
        void everyLengthOfCharacter_mayBeCutAnywhere(String character) {
            byte[] bytes = utf8("{\"id\":2,\"method\":\"" + character + "\"}");
            for (int at = 1; at < bytes.length; at++) {
                try (RawSocket socket = open()) {
                    socket.frame(RawSocket.TEXT, Arrays.copyOf(bytes, at));
                    socket.frame(LAST, Arrays.copyOfRange(bytes, at, bytes.length));
                    assertThat(socket.nextText()).contains("\"id\":2");
                }
            }
        }

        @Test
        void characterThatIsNotFinished_failsAtTheEndOfTheMessage() {
            try (RawSocket socket = open()) {
                socket.frame(RawSocket.TEXT, HexFormat.of().parseHex("7b22e282"));
                socket.frame(LAST);
                assertFailed(socket, 1007);
            }
        }

        @Test
        void invalidByteInTheMiddle_failsBeforeTheMessageHasEnded() {
            try (RawSocket socket = open()) {
                socket.frame(RawSocket.TEXT, HexFormat.of().parseHex("7b22"));
                socket.frame(RawSocket.CONTINUATION, HexFormat.of().parseHex("ff"));
                assertFailed(socket, 1007);
            }
        }
    }
}
