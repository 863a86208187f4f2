package dev.outboard.bench.prove;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Sockets that connect and say nothing, or the first half of what a client says first. One thread. */
final class HalfOpen implements AutoCloseable {
    private static final byte[] HALF_OF_THE_PREFACE = {'O', 'U', 'T', 'B'};

    private final List<SocketChannel> sockets = new ArrayList<>();
    private final Selector selector;

    private HalfOpen(Selector selector) {
        this.selector = selector;
    }

    /** <em>Returns owned</em>: so many sockets, connected. */
    static HalfOpen open(int port, int count) throws IOException {
        HalfOpen all = new HalfOpen(Selector.open());
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int i = 0; i < count; i++) {
                all.add(SocketChannel.open(address), i % 2 == 1);
            }
            return all;
        } catch (IOException e) {
            all.close();
            throw e;
        }
    }

    private void add(SocketChannel socket, boolean speaks) throws IOException {
        sockets.add(socket);
        if (speaks) {
            socket.write(ByteBuffer.wrap(HALF_OF_THE_PREFACE));
        }
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_READ);
    }

    int size() {
        return sockets.size();
    }

    /** Waits until the server has closed them all, or the time is up; returns how many it has closed. */
    long awaitClosed(long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        ByteBuffer scratch = ByteBuffer.allocate(1 << 10);
        long closed = 0;
        while (closed < sockets.size() && System.nanoTime() - deadline < 0) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                scratch.clear();
                if (isClosed((SocketChannel) key.channel(), scratch)) {
                    key.cancel();
                    key.channel().close();
                    closed++;
                }
            }
            selector.selectedKeys().clear();
        }
        return closed;
    }

    private static boolean isClosed(SocketChannel socket, ByteBuffer scratch) {
        try {
            return socket.read(scratch) < 0;
        } catch (IOException e) {
            return true; // reset: closed as well
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
        selector.close();
    }
}
