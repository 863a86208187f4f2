package dev.outboard.rpc.netty;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.Preface;
import dev.outboard.rpc.frame.Windows;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A peer that sends what it likes: bytes over a plain socket. */
final class RawPeer implements AutoCloseable {
    private static final int READ_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    boolean closedMeanwhile;

    /** A frame as it came. */
    record Frame(int type, int aux16, int stream, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    RawPeer(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A peer that has shaken hands. */
    static RawPeer greeted(int port) throws IOException {
        RawPeer peer = new RawPeer(port);
        peer.send(preface());
        peer.send(frame(
                FrameType.HELLO,
                0,
                0,
                0,
                Hello.own(65_536, new Windows(1 << 18, 1 << 20)).encode()));
        if (peer.read().type() != FrameType.HELLO_ACK) {
            throw new IOException("no HELLO_ACK");
        }
        return peer;
    }

    static byte[] preface() {
        return ByteBuffer.allocate(8).putLong(Preface.VALUE).array();
    }

    static byte[] frame(int type, int aux16, int stream, int aux32, byte[] body) {
        return ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putLong(FrameHeader.word0(body.length, type, aux16))
                .putLong(FrameHeader.word1(stream, aux32))
                .put(body)
                .array();
    }

    /** A frame of a message of several. */
    static byte[] part(int type, int aux16, int stream, boolean goesOn, byte[] body) {
        return ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putLong(FrameHeader.word0(body.length, type, aux16, goesOn ? FrameRules.MORE : 0, 0))
                .putLong(FrameHeader.word1(stream, 0))
                .put(body)
                .array();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends, to a server that may close meanwhile. */
    void sendAsFarAsItGoes(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            closedMeanwhile = true;
        }
    }

    void define(int number, Method method) throws IOException {
        send(frame(FrameType.METHOD_DEF, number, 0, 0, MethodDef.encode(method)));
    }

    void request(int number, int stream, byte[] body) throws IOException {
        send(frame(FrameType.REQUEST, number, stream, 0, body));
    }

    /** The next frame that is not a METHOD_DEF; null at the end of the connection. */
    Frame read() throws IOException {
        while (true) {
            byte[] header = new byte[FrameHeader.BYTES];
            try {
                in.readFully(header);
            } catch (EOFException | SocketException e) {
                return null;
            }
            ByteBuffer words = ByteBuffer.wrap(header);
            long word0 = words.getLong();
            byte[] body = new byte[FrameHeader.length(word0)];
            in.readFully(body);
            if (FrameHeader.type(word0) != FrameType.METHOD_DEF) {
                return new Frame(
                        FrameHeader.type(word0), FrameHeader.aux16(word0), FrameHeader.stream(words.getLong()), body);
            }
        }
    }

    /** Sends no more; still reads. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Goes without a word: the connection is reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
