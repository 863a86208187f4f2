package dev.outboard.rpc.conversation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;

/** Stands between one client and a server, passes on what they send, and keeps a copy of both directions. */
final class Tap implements AutoCloseable {
    private final ServerSocket listener;
    private final int serverPort;
    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
    private final Thread thread = new Thread(this::run, "tap");

    Tap(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Both directions in hex; after both ends have closed. */
    String captured() throws InterruptedException {
        thread.join();
        HexFormat hex = HexFormat.of();
        return "client " + hex.formatHex(toServer.toByteArray()) + "\nserver " + hex.formatHex(toClient.toByteArray())
                + "\n";
    }

    @Override
    public void close() throws IOException {
        // Ends the thread, where nobody came or somebody stayed.
        listener.close();
        thread.interrupt();
    }

    private void run() {
        try (Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            Thread back = new Thread(() -> pass(server, client, toClient), "tap-back");
            back.start();
            pass(client, server, toServer);
            back.join();
        } catch (IOException | InterruptedException e) {
            // The listener was closed before anybody came, or an end was reset: what was captured tells the test.
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to, ByteArrayOutputStream copy) {
        byte[] buffer = new byte[4096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count;
            while ((count = in.read(buffer)) >= 0) {
                copy.write(buffer, 0, count);
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // An end that is gone ends the conversation; the comparison shows what is missing.
            Thread.currentThread().interrupt();
        }
    }
}
