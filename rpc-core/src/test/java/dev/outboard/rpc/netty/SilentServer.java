package dev.outboard.rpc.netty;

import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.Preface;
import dev.outboard.rpc.frame.Windows;
import dev.outboard.rpc.hostile.RawPeer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** A server that shakes hands with one client, and then says nothing any more. */
final class SilentServer implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(this::greet);

    SilentServer() throws IOException {}

    int port() {
        return listening.getLocalPort();
    }

    private Socket greet() {
        try {
            Socket socket = listening.accept();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(Preface.BYTES);
            long word0 = in.readLong();
            in.skipNBytes(Long.BYTES + FrameHeader.length(word0));
            byte[] ack = new HelloAck(1, 0, 64 << 10, 256, 1024, new Windows(256 << 10, 1 << 20)).encode();
            socket.getOutputStream().write(RawPeer.frame(FrameType.HELLO_ACK, 0, 0, 0, ack));
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException("silent server: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (!accepted.isCompletedExceptionally()) {
            accepted.join().close();
        }
    }
}
