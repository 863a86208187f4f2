package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a WebSocket, made of bytes: writes whatever it is told to, and reads frames strictly as RFC 6455, section 5.2, has
 * them. Reads wait half a minute at most.
 */
final class RawSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RSV2 = 0x20;
    static final int RSV3 = 0x10;

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    /** RFC 6455, section 1.3, has the two as its example. */
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    /** A frame that came. */
    record Frame(boolean fin, int opcode, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close; -1 where there is none. */
        int code() {
            return payload.length < 2 ? -1 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    /** An HTTP answer. */
    record Answer(int status, List<String> headers, String body) {
        Optional<String> header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).trim())
                    .findFirst();
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    RawSocket(int port) {
        this(connected(port));
    }

    RawSocket(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            this.in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connected(int port) {
        try {
            return new Socket("127.0.0.1", port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- HTTP

    /** Asks, with the lines given; returns the answer. */
    Answer http(String... lines) {
        write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return answer();
    }

    /** The lines of a request for a WebSocket, with others behind them. */
    String[] upgradeLines(String subprotocol, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "GET /ws HTTP/1.1",
                "Host: 127.0.0.1:" + socket.getPort(),
                "Upgrade: websocket",
                "Connection: keep-alive, Upgrade",
                "Sec-WebSocket-Key: " + KEY,
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Protocol: " + subprotocol));
        lines.addAll(List.of(more));
        return lines.toArray(String[]::new);
    }

    Answer upgrade(String subprotocol, String... more) {
        Answer answer = http(upgradeLines(subprotocol, more));
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("sec-websocket-accept")).contains(ACCEPT);
        assertThat(answer.header("sec-websocket-protocol")).contains(subprotocol);
        return answer;
    }

    Answer answer() {
        try {
            List<String> lines = new ArrayList<>();
            String line = line();
            while (!line.isEmpty()) {
                lines.add(line);
                line = line();
            }
            Answer head = new Answer(Integer.parseInt(lines.get(0).split(" ")[1]), lines, "");
            int length = head.header("content-length").map(Integer::parseInt).orElse(0);
            return new Answer(head.status(), lines, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    // ---- frames

    /** Sends bytes as they are. */
    RawSocket write(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a masked frame. @param first FIN, the reserved bits and the opcode */
    RawSocket frame(int first, byte... payload) {
        return write(bytes(first, payload));
    }

    RawSocket text(String text) {
        return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    RawSocket close(int code) {
        return frame(FIN | CLOSE, (byte) (code >> 8), (byte) code);
    }

    /** The bytes of a masked frame. */
    static byte[] bytes(int first, byte... payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length <= 0xffff) {
            out.write(0x80 | 126);
            number(out, payload.length, 2);
        } else {
            out.write(0x80 | 127);
            number(out, payload.length, 8);
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i & 3]);
        }
        return out.toByteArray();
    }

    static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >>> 8 * i));
        }
    }

    /** The next frame; null where the connection has ended, however it did. */
    @Nullable
    Frame next() {
        try {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            assertThat(first & 0x70).as("reserved bits").isZero();
            assertThat(second & 0x80).as("mask of a server").isZero();
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
                assertThat(length).as("shortest length").isGreaterThan(125);
            } else if (length == 127) {
                length = in.readLong();
                assertThat(length).as("shortest length").isGreaterThan(0xffff);
            }
            int opcode = first & 0x0f;
            if (opcode >= CLOSE) {
                assertThat(length).as("control frame").isLessThanOrEqualTo(125);
                assertThat(first & FIN).as("control frame").isNotZero();
            }
            return new Frame((first & FIN) != 0, opcode, in.readNBytes((int) length));
        } catch (EOFException | SocketException ended) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message, which has to be text and of one frame. */
    String nextText() {
        Frame frame = next();
        assertThat(frame).as("a message").isNotNull();
        assertThat(frame.opcode()).as("opcode of %s", frame.text()).isEqualTo(TEXT);
        return frame.text();
    }

    /** Reads over messages to the server's close; returns its code, and answers it. */
    int closeCode() {
        Frame frame = next();
        while (frame != null && frame.opcode() != CLOSE) {
            frame = next();
        }
        assertThat(frame).as("a close frame").isNotNull();
        return frame.code();
    }

    /** Whether nothing comes any more. */
    boolean isAtEnd() {
        return next() == null;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
