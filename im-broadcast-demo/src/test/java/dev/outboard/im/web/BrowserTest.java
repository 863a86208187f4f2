package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.outboard.im.backplane.nats.NatsBackplane;
import dev.outboard.im.backplane.nats.NatsServer;
import dev.outboard.im.server.ChatClient;
import dev.outboard.im.server.Sharing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser; what happens there is in the scripts in {@code browser/}. */
class BrowserTest {
    private static final int OLD_GROUP = 8;

    @Test
    void twoPeopleChat_oneOfThemLosesTheNetwork_andTheDashboardMoves() throws Exception {
        Scenario scenario = new Scenario("scenario");
        AtomicBoolean over = new AtomicBoolean();
        try (WebRig rig = WebRig.switchable();
                ChatClient publisher = new ChatClient(rig.rpcPort());
                ChatClient reader = new ChatClient(rig.rpcPort())) {
            Thread load = load(publisher, reader, over);
            try {
                scenario.play(address(rig.port()));
            } finally {
                over.set(true);
                load.join();
            }
        }
    }

    @Test
    void peopleOfTwoNodesChat_andMissNothing_whereANodeIsStopped(@TempDir Path store) throws Exception {
        Scenario scenario = new Scenario("nodes");
        try (NatsServer nats = NatsServer.start(store);
                WebRig a = node(nats, "a", 0)) {
            AtomicReference<WebRig> b = new AtomicReference<>(node(nats, "b", 0));
            int port = b.get().port();
            HttpServer control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            on(control, "/stop", () -> b.get().close());
            on(control, "/start", () -> b.set(node(nats, "b", port)));
            on(control, "/write", () -> writeByTurns(a, b.get(), 7, 180));
            control.start();
            try {
                writeByTurns(a, b.get(), OLD_GROUP, 60);
                scenario.play(
                        address(a.port()),
                        address(port),
                        address(control.getAddress().getPort()));
            } finally {
                control.stop(0);
                b.get().close();
            }
        }
    }

    private static String address(int port) {
        return "http://127.0.0.1:" + port + "/";
    }

    private static WebRig node(NatsServer nats, String name, int webPort) {
        NatsBackplane backplane = new NatsBackplane(nats.options(name, true), System::nanoTime);
        return WebRig.node(new Sharing(backplane, name), webPort);
    }

    /** Answers when it has been done. */
    private static void on(HttpServer control, String path, Runnable task) {
        control.createContext(path, exchange -> {
            try (exchange) {
                task.run();
                exchange.sendResponseHeaders(204, -1);
            } catch (RuntimeException e) {
                throw new IOException(e);
            }
        });
    }

    /** Messages, every other one on each node, each with a later time than the one before; both nodes have all of them then. */
    private static void writeByTurns(WebRig a, WebRig b, int group, int count) {
        try (JsonPage onA = a.page().signedIn(1_001).joined(group);
                JsonPage onB = b.page().signedIn(1_002).joined(group)) {
            for (int i = 1; i <= count; i++) {
                JsonPage writer = i % 2 == 0 ? onB : onA;
                String message = "{\"groupId\":%d,\"text\":\"Number %d\",\"intendedNanos\":\"%d\"}";
                assertThat(writer.ask("publish", message.formatted(group, i, i)).has("result"))
                        .isTrue();
            }
            waitFor(onA, "Number " + count);
            waitFor(onB, "Number " + (count - 1));
        }
    }

    private static void waitFor(JsonPage page, String text) {
        String last = "";
        while (!last.equals(text)) {
            last = page.nextPush("deliver").path("text").asText();
        }
    }

    /** Something for the pages to show: sixty messages in a group that nobody reads, and one user sends to two, each message when the last one was answered. */
    private static Thread load(ChatClient publisher, ChatClient reader, AtomicBoolean over) {
        publisher.signIn(1_001);
        publisher.join(100);
        publisher.join(OLD_GROUP);
        for (int i = 1; i <= 60; i++) {
            publisher.publish(OLD_GROUP, "Number " + i);
        }
        reader.signIn(1_002);
        reader.join(100);
        Thread load = new Thread(() -> {
            while (!over.get()) {
                publisher.publish(100, "load");
            }
        });
        load.start();
        return load;
    }
}
