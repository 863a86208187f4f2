package dev.outboard.bench.broadcast;

import dev.outboard.im.cli.ImCommand;
import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;

/**
 * The real server and the real load, and between them a contender's worst defect: one push that the server takes for delivered
 * never arrives, and nobody says so.
 */
public final class LossyIm {
    private static final int HEADER_BYTES = 16;
    private static final int NOTIFY = 0x44;
    /** Which push of all is dropped. */
    private static final int LOST = 5;

    private static final AtomicInteger pushes = new AtomicInteger();

    private LossyIm() {}

    public static void main(String[] args) throws IOException {
        if (List.of(args).contains("serve")) {
            serve();
            return;
        }
        final List<String> words = new ArrayList<>(List.of(args).subList(1, args.length));
        words.addAll(List.of("--drain", "1s"));
        final int code = new CommandLine(new ImCommand()).execute(words.toArray(String[]::new));
        Runtime.getRuntime().halt(code);
    }

    @SuppressWarnings("resource") // ends with the process
    private static void serve() throws IOException {
        final ImServerOptions defaults = ImServerOptions.defaults();
        final ImServer server = ImServer.start(new ImServerOptions(
                "127.0.0.1",
                0,
                ImServerOptions.POOL,
                "safe",
                "nio",
                1,
                1,
                2,
                defaults.queueCapacity(),
                defaults.outboundBytes(),
                defaults.sendBufferBytes(),
                0,
                Duration.ofSeconds(1)));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        final ServerSocket front = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        System.out.println(
                "listening on 127.0.0.1:" + front.getLocalPort() + " mode=pool codec=safe transport=nio heap="
                        + (Runtime.getRuntime().maxMemory() >> 20) + "m");
        while (true) {
            final Socket client = front.accept();
            final Socket behind = new Socket(InetAddress.getLoopbackAddress(), server.port());
            start(() -> copy(client.getInputStream(), behind.getOutputStream()));
            start(() -> copyFrames(behind.getInputStream(), client.getOutputStream()));
        }
    }

    private interface Pump {
        void run() throws IOException;
    }

    private static void start(Pump pump) {
        final Thread thread = new Thread(() -> {
            try {
                pump.run();
            } catch (SocketException | EOFException e) {
                // One end has gone, and takes the other with it when the process ends.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
        out.close();
    }

    private static void copyFrames(InputStream in, OutputStream out) throws IOException {
        final DataInputStream frames = new DataInputStream(in);
        final byte[] header = new byte[HEADER_BYTES];
        while (true) {
            frames.readFully(header);
            final int length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
            final byte[] body = new byte[length];
            frames.readFully(body);
            if (header[3] == NOTIFY && pushes.incrementAndGet() == LOST) {
                continue;
            }
            out.write(header);
            out.write(body);
            out.flush();
        }
    }
}
