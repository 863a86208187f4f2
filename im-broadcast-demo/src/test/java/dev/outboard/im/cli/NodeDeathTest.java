package dev.outboard.im.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.backplane.nats.NatsServer;
import dev.outboard.im.server.ChatClient;
import dev.outboard.im.server.ChatClient.Answer;
import dev.outboard.im.server.ChatClient.Delivered;
import dev.outboard.im.server.ChatClient.Recovery;
import dev.outboard.im.v1.RecoveryEnum;
import dev.outboard.rpc.RpcException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed under load, and its clients go to another one. Processes, as they are run. */
class NodeDeathTest {
    private static final int GROUP = 5;
    private static final int MESSAGES = 200;
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

    @TempDir
    private Path store;

    /** A message's identity. */
    private record Identity(long epoch, long sequence) {}

    private final Set<Identity> seen = new HashSet<>();
    private final List<String> texts = new ArrayList<>();
    private final Set<String> acknowledged = new HashSet<>();

    @Test
    void killedNode_losesNothingThatItAcknowledged_andNothingComesTwice() throws Exception {
        try (NatsServer nats = NatsServer.start(store);
                ServedJvm a = node(nats, "a");
                ServedJvm b = node(nats, "b")) {
            Map<String, CompletableFuture<Answer>> calls = new LinkedHashMap<>();
            Map<Long, Long> positions = new HashMap<>();
            try (ChatClient ann = member(a, 1);
                    ChatClient bob = member(a, 2)) {
                for (int i = 0; i < MESSAGES; i++) {
                    calls.put("m" + i, ann.publishLater(GROUP, "m" + i, "k" + i));
                }
                for (int i = 0; i < MESSAGES / 4; i++) {
                    see(bob.next(), positions);
                }
                a.kill();
            }
            assertThat(b.get("/ready").body()).contains("\"backplane\" : \"connected\"");
            try (ChatClient ann = member(b, 1);
                    ChatClient bob = new ChatClient(b.port())) {
                bob.signIn(2, "phone", true, false);
                Recovery recovery = bob.recover(GROUP, positions);
                assertThat(recovery.outcome()).isEqualTo(RecoveryEnum.RECOVERY_COMPLETE);
                recovery.messages().forEach(message -> see(message, positions));
                for (Map.Entry<String, CompletableFuture<Answer>> call : calls.entrySet()) {
                    if (isAnswered(call.getValue())) {
                        acknowledged.add(call.getKey());
                    } else {
                        ann.publishOnce(
                                GROUP, call.getKey(), "k" + call.getKey().substring(1));
                    }
                }
                assertThat(acknowledged).isNotEmpty();
                ann.publishOnce(GROUP, "end", "");
                for (String last = ""; !last.equals("end"); last = see(bob.next(), positions)) {
                    assertThat(texts).doesNotHaveDuplicates();
                }
            }
            assertThat(texts)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, MESSAGES)
                            .mapToObj(i -> i == MESSAGES ? "end" : "m" + i)
                            .toList());
        }
    }

    @Test
    void nodesRestartedOneByOne_loseNothingThatTheyAcknowledged_andNothingComesTwice() throws Exception {
        try (NatsServer nats = NatsServer.start(store)) {
            Map<Long, Long> positions = new HashMap<>();
            int sent = 0;
            ServedJvm before = node(nats, "a");
            for (int restart = 0; restart < 2; restart++) {
                try (ServedJvm node = before;
                        ChatClient ann = member(node, 1);
                        ChatClient bob = new ChatClient(node.port())) {
                    bob.signIn(2, "phone", true, false);
                    bob.recover(GROUP, positions).messages().forEach(message -> see(message, positions));
                    List<CompletableFuture<Answer>> calls = new ArrayList<>();
                    for (int i = 0; i < MESSAGES; i++) {
                        calls.add(ann.publishLater(GROUP, "m" + (sent + i), "k" + (sent + i)));
                    }
                    see(bob.next(), positions);
                    // The next one comes before this one goes.
                    before = node(nats, "b");
                    node.terminate();
                    for (int i = 0; i < MESSAGES; i++) {
                        if (isAnswered(calls.get(i))) {
                            acknowledged.add("m" + (sent + i));
                        }
                    }
                    sent += MESSAGES;
                    assertThat(node.waitFor()).isZero();
                    bob.come().forEach(message -> see(message, positions));
                }
            }
            try (ServedJvm last = before;
                    ChatClient bob = new ChatClient(last.port())) {
                bob.signIn(2, "phone", true, false);
                Recovery recovery = bob.recover(GROUP, positions);
                assertThat(recovery.outcome()).isNotEqualTo(RecoveryEnum.RECOVERY_LOST);
                recovery.messages().forEach(message -> see(message, positions));
            }
        }
        assertThat(texts).doesNotHaveDuplicates();
        assertThat(texts).containsAll(acknowledged);
        assertThat(acknowledged).hasSizeGreaterThan(1);
    }

    /** Throws away what was seen, as a client does. */
    private String see(Delivered message, Map<Long, Long> positions) {
        if (seen.add(new Identity(message.epoch(), message.sequence()))) {
            texts.add(message.text());
            positions.merge(message.epoch(), message.sequence(), Math::max);
        }
        return message.text();
    }

    private static boolean isAnswered(CompletableFuture<Answer> call) throws Exception {
        try {
            return call.get(60, TimeUnit.SECONDS).sequence() > 0;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(RpcException.class);
            return false;
        }
    }

    private static ChatClient member(ServedJvm node, long user) {
        ChatClient client = new ChatClient(node.port());
        client.signIn(user, "phone", false, false);
        client.join(GROUP);
        return client;
    }

    private static ServedJvm node(NatsServer nats, String name) throws Exception {
        return new ServedJvm(QUICK_START, "--backplane", nats.url(), "--node", name, "--history", "1000");
    }
}
