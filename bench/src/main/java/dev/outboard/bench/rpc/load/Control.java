package dev.outboard.bench.rpc.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The line on which the client's JVM asks the server's for its counters, and tells it that the run is over; apart from
 * the contender's connections. One side each: {@link #serve}, or an object. One thread.
 */
final class Control implements AutoCloseable {
    private static final String COUNTERS = "counters";
    private static final String HEAP = "heap";

    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;

    private Control(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        this.out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    static Control connect(int port) throws IOException {
        return new Control(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Answers one client until it hangs up. */
    static void serve(ServerSocket listener) throws IOException {
        try (Control control = new Control(listener.accept())) {
            for (String line = control.in.readLine(); line != null; line = control.in.readLine()) {
                control.out.println(
                        line.equals(HEAP) ? "" + heapBytes() : Counters.read().text());
            }
        }
    }

    /** The server's counters now. */
    Counters counters() throws IOException {
        return Counters.of(ask(COUNTERS));
    }

    /** The server's heap in use now. */
    long serverHeapBytes() throws IOException {
        return Long.parseLong(ask(HEAP));
    }

    /** This JVM's heap in use now. */
    static long heapBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private String ask(String what) throws IOException {
        out.println(what);
        String answer = in.readLine();
        if (answer == null) {
            throw new IOException("server: hung up (expected: an answer to " + what + ")");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
