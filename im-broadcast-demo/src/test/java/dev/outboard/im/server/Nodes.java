package dev.outboard.im.server;

import dev.outboard.im.backplane.Backplane;
import dev.outboard.im.backplane.MemoryBackplane;
import dev.outboard.im.backplane.nats.NatsBackplane;
import dev.outboard.im.backplane.nats.NatsOptions;
import dev.outboard.im.backplane.nats.NatsServer;
import dev.outboard.im.server.ChatClient.Delivered;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Servers in this JVM that share their groups, over a hub in memory or over NATS, and their clients. */
final class Nodes implements AutoCloseable {
    private final MemoryBackplane.Hub hub = new MemoryBackplane.Hub();
    private final @Nullable NatsServer nats;
    private final String prefix;
    private final boolean memory;
    private final List<ChatClient> clients = new ArrayList<>();
    private final List<ImServer> servers = new ArrayList<>();

    /**
     * @param nats null for the hub
     * @param memory whether NATS keeps the stream in memory
     */
    Nodes(@Nullable NatsServer nats, String prefix, boolean memory) {
        this.nats = nats;
        this.prefix = prefix;
        this.memory = memory;
    }

    ImServer start(String name) {
        return start(name, "pool", ChatClock.SYSTEM);
    }

    ImServer start(String name, String mode, ChatClock clock) {
        ImServer server = ImServer.start(
                Servers.roomy(mode),
                Servers.history(1_000),
                ImWiring.none().withSharing(new Sharing(backplane(name), name)),
                clock);
        servers.add(server);
        return server;
    }

    private Backplane backplane(String name) {
        if (nats == null) {
            return hub.node(1 << 20);
        }
        NatsOptions options = nats.options(name, memory, prefix);
        return new NatsBackplane(options, System::nanoTime);
    }

    /** Ends a node now. */
    void stop(ImServer server) {
        servers.remove(server);
        server.close();
    }

    /** A client of one of them who gets events, signed in. */
    ChatClient client(ImServer server, long user, String device) {
        ChatClient client = new ChatClient(server.port());
        clients.add(client);
        client.signIn(user, device, false, true);
        return client;
    }

    /** A client that is in the group. */
    ChatClient member(ImServer server, long user, int group) {
        ChatClient client = client(server, user, "phone");
        client.join(group);
        return client;
    }

    /** Takes the next messages. */
    static List<Delivered> take(ChatClient client, int count) throws InterruptedException {
        List<Delivered> taken = new ArrayList<>();
        while (taken.size() < count) {
            Delivered next = client.next();
            if (next == null) {
                throw new AssertionError("after " + taken + ": no message (expected: " + count + ")");
            }
            taken.add(next);
        }
        return taken;
    }

    static List<String> texts(List<Delivered> messages) {
        return messages.stream().map(Delivered::text).toList();
    }

    /** One of the server's figures. */
    static long figure(ImServer server, String name, String reason) {
        return server.figures().stream()
                .filter(figure -> figure.name().equals(name) && figure.reason().equals(reason))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsLong();
    }

    @Override
    public void close() {
        for (ChatClient client : clients) {
            client.close();
        }
        servers.forEach(ImServer::close);
        hub.close();
    }
}
