package dev.outboard.rpc.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.Shape;
import dev.outboard.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies of HELLO, HELLO_ACK and METHOD_DEF from peers that are newer, older, or bad. */
final class HandshakeBodyTest {
    private static final Hello OWN = Hello.own(65_536, new Windows(1 << 18, 1 << 20));

    @Test
    void unknownEntry_isSkipped() {
        byte[] newer = concat(OWN.encode(), HexFormat.of().parseHex("0040 0003 010203".replace(" ", "")));
        assertThat(Hello.decode(newer)).isEqualTo(OWN);
    }

    @Test
    void compressions_areSaidWhereThereAreAny() {
        Windows windows = new Windows(1, 1);
        Hello hello = Hello.own(65_536, 65_536, windows, new byte[0], 0b11);
        assertThat(Hello.decode(hello.encode())).isEqualTo(hello).isNotEqualTo(OWN);
        assertThat(hello.compressions()).isEqualTo(0b11);
        HelloAck ack = new HelloAck(1, 0, 65_536, 65_536, 256, 10, windows, -1);
        assertThat(HelloAck.decode(ack.encode(), hello)).isEqualTo(ack);
        assertThat(HelloAck.decode(new HelloAck(1, 0, 65_536, 256, 10, windows).encode(), hello)
                        .compressions())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "8040 0000, critical", // an id that must be known
        "0001 0002 0001, twice",
        "0040 0009 01, at most 1", // longer than what is there
        "0040 00, cut off",
        "0040, cut off",
        "0005 0003 000000, ''", // not a HELLO's entry: skipped, so this one is fine
    })
    void appendedEntry_isJudged(String hex, String refusal) {
        byte[] body = concat(OWN.encode(), HexFormat.of().parseHex(hex.replace(" ", "")));
        if (refusal.isEmpty()) {
            assertThat(Hello.decode(body)).isEqualTo(OWN);
        } else {
            assertThatThrownBy(() -> Hello.decode(body))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining(refusal);
        }
    }

    @Test
    void emptyHello_isRefused() {
        assertThatThrownBy(() -> Hello.decode(new byte[0])).hasMessageContaining("expected: ");
    }

    @Test
    void handshakeWithoutFeatures_isRefused() {
        Windows windows = new Windows(1, 1);
        assertThatThrownBy(() -> Hello.decode(without(3, OWN.encode()))).hasMessageContaining("features: none");
        byte[] ack = new HelloAck(1, 0, 65_536, 256, 10, windows).encode();
        assertThatThrownBy(() -> HelloAck.decode(without(3, ack), OWN)).hasMessageContaining("features: none");
    }

    @ParameterizedTest
    @CsvSource({"4095", "0", "-1", "16777216"})
    void maxFrameOutOfRange_isRefused(int maxFrame) {
        byte[] body = new Hello(1, 1, 0, maxFrame, new Windows(1, 1)).encode();
        assertThatThrownBy(() -> Hello.decode(body)).hasMessageContaining("max frame");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "-1, 1", "1, -1"})
    void windowsOutOfRange_areRefused(int stream, int connection) {
        byte[] body = new Hello(1, 1, 0, 65_536, new Windows(stream, connection)).encode();
        assertThatThrownBy(() -> Hello.decode(body)).hasMessageContaining("windows: ");
        byte[] ack = new HelloAck(1, 0, 65_536, 256, 10, new Windows(stream, connection)).encode();
        assertThatThrownBy(() -> HelloAck.decode(ack, OWN)).hasMessageContaining("windows: ");
    }

    @ParameterizedTest
    @CsvSource({"UNARY", "ONE_WAY", "PUSH", "SERVER_STREAM", "CLIENT_STREAM", "BIDI_STREAM"})
    void definition_ofEveryShape_comesBack(Shape shape) {
        Method method = Method.of("a/b", shape);
        assertThat(MethodDef.decode(MethodDef.encode(method))).isEqualTo(method);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 9, true", "2, 9, false"})
    void version_isChosenFromTheRange(int min, int max, boolean spoken) {
        Hello hello = Hello.decode(new Hello(min, max, 0, 65_536, new Windows(1, 1)).encode());
        if (spoken) {
            assertThat(hello.choose()).isEqualTo(1);
        } else {
            assertThatThrownBy(hello::choose).hasMessageContaining("versions: 2 to 9 (expected: 1)");
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 256, 10", "1, 1, 256, 10", "1, 0, 0, 10", "1, 0, 1048576, 10", "1, 0, 256, 0"})
    void ackThatWasNotOffered_isRefused(int version, long features, int calls, int methods) {
        byte[] body = new HelloAck(version, features, 65_536, calls, methods, new Windows(256 << 10, 1 << 20)).encode();
        assertThatThrownBy(() -> HelloAck.decode(body, OWN)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "00 00 0003 612f62, shape: 0",
        "07 00 0003 612f62, shape: 7",
        "01 01 0003 612f62, reserved 1",
        "01 00 0004 612f62, name of 4",
        "01 00 0003 616263, name: 3",
        "01 00 0003 612f20, name: 3",
        "01 00 0003 612fc3, name: 3",
        "01 00 0000, name: 0",
        "01 00 00, 3 bytes",
        "01 00 0003 612f62 8001 0000, critical",
    })
    void badDefinition_isRefused(String hex, String refusal) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> MethodDef.decode(body))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_METHOD))
                .hasMessageContaining(refusal);
    }

    @Test
    void definitionWithMore_isReadByAnOlderPeer() {
        byte[] body = concat(MethodDef.encode(Method.oneWay("a/b")), new byte[] {0, 1, 0, 1, 7});
        assertThat(MethodDef.decode(body)).isEqualTo(Method.oneWay("a/b"));
    }

    @Test
    void randomBodies_areReadOrRefusedAndNothingElse() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] body = OWN.encode();
            body[random.nextInt(body.length)] = (byte) random.nextInt();
            byte[] cut = Arrays.copyOf(body, random.nextInt(body.length + 1));
            try {
                Hello.decode(cut);
            } catch (ProtocolException e) {
                assertThat(e.detail()).as(seed.toString()).contains("expected: ");
                refused++;
            }
        }
        assertThat(refused).as(seed.toString()).isPositive();
    }

    @Test
    void text_isCutBetweenCodePoints() {
        String text = "x".repeat(FrameRules.MAX_TEXT_BYTES - 1) + "é";
        assertThat(FailureText.cut(text)).hasSize(FrameRules.MAX_TEXT_BYTES - 1);
        assertThat(FailureText.cut("é")).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void peersText_isMadeFitForALog() {
        assertThat(FailureText.forLog("a\n\u001b[31mé".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a??[31m??");
        assertThat(FailureText.forLog(new byte[500])).hasSize(120);
    }

    /** The entries but for those of 8 bytes with this id. */
    private static byte[] without(int id, byte[] entries) {
        int at = 0;
        while (entries[at + 1] != id) {
            at += 4 + entries[at + 3];
        }
        return concat(Arrays.copyOf(entries, at), Arrays.copyOfRange(entries, at + 12, entries.length));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
