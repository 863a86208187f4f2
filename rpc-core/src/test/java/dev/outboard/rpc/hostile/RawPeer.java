package dev.outboard.rpc.hostile;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.MethodDef;
import dev.outboard.rpc.frame.Preface;
import dev.outboard.rpc.frame.Windows;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A peer that sends what it likes: bytes over a plain socket. One thread. */
public final class RawPeer implements AutoCloseable {
    private static final int READ_MILLIS = 60_000;
    private static final int MAX_FRAME = 65_536;
    private static final Windows WINDOWS = new Windows(1 << 18, 1 << 20);
    private static final long TICK_NANOS = 200_000;

    private final SocketChannel channel;
    private final Socket socket;
    private final PushbackInputStream pushback;
    private final DataInputStream in;
    private @Nullable HelloAck ack;
    private @Nullable Frame peeked;
    private boolean closedMeanwhile;

    /** A frame as it came. */
    public record Frame(int type, int aux16, int stream, byte[] body) {
        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** A connection to this machine that has not said anything. */
    public RawPeer(int port) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A connection that has not said anything. */
    public RawPeer(InetSocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        socket = channel.socket();
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        pushback = new PushbackInputStream(socket.getInputStream());
        in = new DataInputStream(pushback);
    }

    /** A peer that has shaken hands with a server on this machine. */
    public static RawPeer greeted(int port) throws IOException {
        return greeted(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WINDOWS);
    }

    /** A peer that has shaken hands. */
    static RawPeer greeted(Target target) throws IOException {
        return greeted(target.address(), WINDOWS);
    }

    /** A peer that has shaken hands, and takes as many bytes of streams unread. */
    static RawPeer greeted(InetSocketAddress address, Windows windows) throws IOException {
        RawPeer peer = new RawPeer(address);
        try {
            Hello hello = Hello.own(MAX_FRAME, windows);
            peer.send(preface());
            peer.send(frame(FrameType.HELLO, 0, 0, 0, hello.encode()));
            Frame answer = peer.read();
            if (answer == null || answer.type() != FrameType.HELLO_ACK) {
                throw new IOException("no HELLO_ACK");
            }
            peer.ack = HelloAck.decode(answer.body(), hello);
            return peer;
        } catch (IOException | RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    /** What the server allows. */
    HelloAck limits() {
        HelloAck known = ack;
        if (known == null) {
            throw new IllegalStateException("limits: unknown (expected: after a handshake)");
        }
        return known;
    }

    /** The first bytes of every connection. */
    public static byte[] preface() {
        return ByteBuffer.allocate(8).putLong(Preface.VALUE).array();
    }

    /** A whole frame, without flags and extension. */
    public static byte[] frame(int type, int aux16, int stream, int aux32, byte[] body) {
        return ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putLong(FrameHeader.word0(body.length, type, aux16))
                .putLong(FrameHeader.word1(stream, aux32))
                .put(body)
                .array();
    }

    /** A frame of a message of several. */
    public static byte[] part(int type, int aux16, int stream, boolean goesOn, byte[] body) {
        return ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putLong(FrameHeader.word0(body.length, type, aux16, goesOn ? FrameRules.MORE : 0, 0))
                .putLong(FrameHeader.word1(stream, 0))
                .put(body)
                .array();
    }

    /** A header of a frame that claims to have as many bytes more. */
    static byte[] header(int length, int type, int stream) {
        return ByteBuffer.allocate(FrameHeader.BYTES)
                .putLong(FrameHeader.word0(length, type, 0))
                .putLong(FrameHeader.word1(stream, 0))
                .array();
    }

    /** A REQUEST of method 1 in slot 1, with that length of its extension. */
    public static byte[] extended(int extension, byte[] rest) {
        return ByteBuffer.allocate(FrameHeader.BYTES + rest.length)
                .putLong(FrameHeader.word0(rest.length, FrameType.REQUEST, 1, 0, extension))
                .putLong(FrameHeader.word1(FrameHeader.stream(1, 0), 0))
                .put(rest)
                .array();
    }

    /** A credit of the stream, or of the connection where that is 0. */
    static byte[] credit(int stream, long credit) {
        return frame(
                stream == 0 ? FrameType.CONNECTION_CREDIT : FrameType.CREDIT,
                0,
                stream,
                0,
                ByteBuffer.allocate(8).putLong(credit).array());
    }

    // ---- sending

    /** Sends all of it, however long the server takes. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends, to a server that may close meanwhile. */
    public void sendAsFarAsItGoes(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            closedMeanwhile = true;
        }
    }

    /** Whether a server has closed while something was sent to it. */
    public boolean isClosedMeanwhile() {
        return closedMeanwhile;
    }

    /**
     * Sends to a server that may close, or take no more.
     *
     * @return whether it took everything; where not, nothing more is of use
     */
    boolean pour(byte[] bytes, Duration patience) throws IOException {
        if (closedMeanwhile) {
            return false;
        }
        ByteBuffer left = ByteBuffer.wrap(bytes);
        long moved = System.nanoTime();
        channel.configureBlocking(false);
        try {
            while (left.hasRemaining()) {
                if (channel.write(left) > 0) {
                    moved = System.nanoTime();
                } else if (System.nanoTime() - moved > patience.toNanos()) {
                    return false;
                } else {
                    LockSupport.parkNanos(TICK_NANOS);
                }
            }
            return true;
        } catch (IOException e) {
            closedMeanwhile = true;
            return false;
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
    }

    /** Sends METHOD_DEF. */
    public void define(int number, Method method) throws IOException {
        send(frame(FrameType.METHOD_DEF, number, 0, 0, MethodDef.encode(method)));
    }

    /** Sends REQUEST. */
    public void request(int number, int stream, byte[] body) throws IOException {
        send(frame(FrameType.REQUEST, number, stream, 0, body));
    }

    /** Sends no more; still reads. */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Goes without a word: the connection is reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    // ---- reading

    /** The next frame, as {@link #read} will return it again. */
    @Nullable
    Frame peek() throws IOException {
        if (peeked == null) {
            peeked = read();
        }
        return peeked;
    }

    /** The next frame that is not a METHOD_DEF; null at the end of the connection. */
    public @Nullable Frame read() throws IOException {
        Frame known = peeked;
        if (known != null) {
            peeked = null;
            return known;
        }
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
            try {
                in.readFully(body);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                return null;
            }
            if (FrameHeader.type(word0) != FrameType.METHOD_DEF) {
                return new Frame(
                        FrameHeader.type(word0), FrameHeader.aux16(word0), FrameHeader.stream(words.getLong()), body);
            }
        }
    }

    /** Does nothing for a while; returns early, and false, where the server says something or closes. */
    boolean idle(Duration time) throws IOException {
        socket.setSoTimeout((int) Math.max(1, time.toMillis()));
        try {
            int next = pushback.read();
            if (next >= 0) {
                pushback.unread(next);
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            closedMeanwhile = true;
            return false;
        }
    }

    /** Reads what comes, until the server closes. */
    Verdict verdict(Duration patience) throws IOException {
        return verdict(patience, -1, 0);
    }

    /** Reads what comes, until the server closes or has answered as many calls. */
    Verdict verdictByAnswers(int calls, Duration patience) throws IOException {
        return verdict(patience, -1, calls);
    }

    /** Reads what comes, until the server closes or has answered a call that is made now, in a slot that is free. */
    Verdict verdictByCalling(int number, int stream, Duration patience) throws IOException {
        pour(frame(FrameType.REQUEST, number, stream, 0, new byte[] {42}), patience);
        return verdict(patience, stream, 0);
    }

    private Verdict verdict(Duration patience, int stream, int calls) throws IOException {
        int answers = 0;
        GoAwayCode told = null;
        String text = "";
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return Verdict.open("nothing in " + patience.toMillis() + " ms");
                }
                socket.setSoTimeout((int) left);
                Frame next = read();
                if (next == null) {
                    return Verdict.closed(told, text);
                }
                if (next.type() == FrameType.GOAWAY && next.aux16() != 0) {
                    told = GoAwayCode.values()[next.aux16()];
                    text = next.text();
                } else if (next.type() == FrameType.RESPONSE && (next.stream() == stream || ++answers == calls)) {
                    return Verdict.served("");
                }
            }
        } catch (SocketTimeoutException e) {
            return Verdict.open("nothing in " + patience.toMillis() + " ms");
        }
    }

    /** Reads bytes, whatever they are, until the server closes. */
    Verdict verdictOfBytes(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        byte[] bytes = new byte[4096];
        try {
            while (true) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return Verdict.open("");
                }
                socket.setSoTimeout((int) left);
                if (in.read(bytes) < 0) {
                    return Verdict.closed(null, "");
                }
            }
        } catch (SocketTimeoutException e) {
            return Verdict.open("nothing in " + patience.toMillis() + " ms");
        } catch (IOException e) {
            return Verdict.closed(null, "");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
