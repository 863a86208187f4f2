package dev.outboard.bench.hostile;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.hostile.RawPeer;
import dev.outboard.rpc.hostile.Victim;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Main class of an end that is going to be killed, or cut off. Arguments: {@code server codec host}, or
 * {@code server-that-hesitates codec host}, which lets nobody in, or {@code client codec port what count}.
 */
public final class DoomedMain {
    /** What the line begins with that says where a server listens. */
    static final String LISTENING = "listening ";
    /** What the lines begin with that say how a server is, whenever that has changed. */
    static final String STATE = "state ";
    /** The line that says that a client has done what it came for. */
    static final String READY = "ready";

    static final int STREAM_MESSAGES = 10;
    private static final byte[] KIB = new byte[1 << 10];
    private static final int POLL_MILLIS = 5;

    private DoomedMain() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "server" -> serve(RpcServerBuilder.create().codec(args[1]).host(args[2]), new AtomicInteger());
            case "server-that-hesitates" -> {
                AtomicInteger asked = new AtomicInteger();
                serve(
                        RpcServerBuilder.create().codec(args[1]).host(args[2]).authenticator((connection, token) -> {
                            asked.incrementAndGet();
                            return new CompletableFuture<>();
                        }),
                        asked);
            }
            case "client" -> call(args[1], Integer.parseInt(args[2]), args[3], Integer.parseInt(args[4]));
            default -> throw new IllegalArgumentException("role: " + args[0] + " (expected: server or client)");
        }
    }

    /** As {@link #serve} prints it. */
    static String state(long connections, long calls, long asked, long used) {
        return STATE + "connections=" + connections + " calls=" + calls + " asked=" + asked + " used=" + used;
    }

    private static void serve(RpcServerBuilder builder, AtomicInteger asked) throws InterruptedException {
        try (RpcServer server =
                builder.limits(FaultRig.LIMITS).service(Victim.service()).start()) {
            System.out.println(LISTENING + server.port());
            String last = "";
            while (true) {
                String now = state(
                        server.stats().connections(),
                        server.stats().calls(),
                        asked.get(),
                        server.ledger().usedBytes());
                if (!now.equals(last)) {
                    System.out.println(now);
                    last = now;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    private static void call(String codec, int port, String what, int count) throws Exception {
        if (what.equals("handshakes")) {
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                peers.add(beginHandshake(port));
            }
            waitToDie();
            for (RawPeer peer : peers) {
                peer.close();
            }
            return;
        }
        try (RpcClient client =
                RpcClientBuilder.create().codec(codec).limits(Limits.defaults()).build()) {
            Ends ends = new Ends(count);
            FaultRig.spread(count, () -> client.connect("127.0.0.1", port), (connection, i) -> {
                if (what.equals("calls")) {
                    connection.call(Victim.HELD, out -> out.writeFixed64(i), FaultRig.LONG, ends.call(i));
                } else {
                    stream(connection, ends, i);
                }
            });
            waitToDie();
        }
    }

    /** Every second one sends, and every other one receives. */
    static void stream(ClientConnection connection, Ends ends, int i) {
        if (i % 2 == 0) {
            connection.openStream(
                    Victim.SOURCE,
                    out -> out.writeFixed64(i),
                    Duration.ofMinutes(1).toNanos(),
                    ends.stream(i));
            return;
        }
        var stream = connection.openStream(Victim.PARK, Duration.ofMinutes(1).toNanos(), ends.stream(i));
        for (int sent = 0; sent < STREAM_MESSAGES; sent++) {
            stream.send(out -> out.writeRaw(KIB, 0, KIB.length));
        }
    }

    private static RawPeer beginHandshake(int port) throws IOException {
        RawPeer peer = new RawPeer(port);
        peer.send(RawPeer.preface());
        peer.send(new byte[7]);
        return peer;
    }

    private static void waitToDie() throws InterruptedException {
        System.out.println(READY);
        TimeUnit.MINUTES.sleep(10);
    }
}
