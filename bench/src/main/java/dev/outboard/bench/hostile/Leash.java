package dev.outboard.bench.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The line on which one JVM tells another what to do: an order of words goes there, an answer of {@code name=value} pairs,
 * separated by tabs, comes back. One thread on each side.
 */
final class Leash implements AutoCloseable {
    private static final int ANSWER_MILLIS = 180_000;
    private static final String REFUSED = "refused";

    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;

    private Leash(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Carries an order out. */
    @FunctionalInterface
    interface Obedient {
        /** @param words the order's name, then its arguments */
        Map<String, Object> obey(String[] words) throws Exception;
    }

    /** Where those on a leash come to. */
    static ServerSocket post() throws IOException {
        return new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    }

    /** Waits for one to come. */
    static Leash hold(ServerSocket post) throws IOException {
        post.setSoTimeout(ANSWER_MILLIS);
        Socket socket = post.accept();
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.setTcpNoDelay(true);
        return new Leash(socket);
    }

    /** Comes, and does as it is told until the line is cut. */
    static void obey(int port, Obedient servant) throws IOException {
        try (Leash leash = new Leash(new Socket(InetAddress.getLoopbackAddress(), port))) {
            for (String line = leash.in.readLine(); line != null; line = leash.in.readLine()) {
                leash.out.println(answer(line.split(" "), servant));
            }
        }
    }

    private static String answer(String[] words, Obedient servant) {
        StringBuilder answer = new StringBuilder();
        try {
            servant.obey(words)
                    .forEach((name, value) -> answer.append(name)
                            .append('=')
                            .append(String.valueOf(value).replace('\t', ' ').replace('\n', ' '))
                            .append('\t'));
        } catch (Exception e) {
            answer.setLength(0);
            answer.append(REFUSED).append('=').append(e).append('\t');
        }
        return answer.toString();
    }

    /**
     * Gives an order, and waits for the answer.
     *
     * @throws IOException where it is not carried out
     */
    Answer ask(Object... words) throws IOException {
        StringBuilder order = new StringBuilder();
        for (Object word : words) {
            order.append(order.isEmpty() ? "" : " ").append(word);
        }
        out.println(order);
        String line = in.readLine();
        if (line == null) {
            throw new IOException("child: hung up (expected: an answer to " + order + ")");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : line.split("\t")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        String refused = values.get(REFUSED);
        if (refused != null) {
            throw new IOException("child: " + order + ": " + refused);
        }
        return new Answer(values);
    }

    /** What came back. */
    record Answer(Map<String, String> values) {
        String text(String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("answer: " + values.keySet() + " (expected: " + name + " in it)");
            }
            return value;
        }

        long number(String name) {
            return Long.parseLong(text(name));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
