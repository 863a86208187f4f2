package dev.outboard.im.server;

import static dev.outboard.im.server.Nodes.figure;
import static dev.outboard.im.server.Nodes.take;
import static dev.outboard.im.server.Nodes.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.backplane.BackplaneException;
import dev.outboard.im.backplane.nats.NatsServer;
import dev.outboard.im.server.ChatClient.Answer;
import dev.outboard.im.server.ChatClient.Delivered;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.StatusCode;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on a real NATS server that is stopped, frozen, emptied and fed with nonsense. */
class NatsOutageTest {
    private static final int GROUP = 5;
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path store;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private @Nullable NatsServer started;
    private @Nullable Nodes nodes;

    @BeforeEach
    void startNats() throws IOException {
        started = NatsServer.start(store);
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        if (nodes != null) {
            nodes.close();
        }
        if (started != null) {
            started.close();
        }
    }

    @Test
    void frozenNats_localDeliveryGoesOn_callsEndWhenItIsBack() throws Exception {
        Pair pair = pair(false);
        pair.ann.publish(GROUP, "before");
        nats().freeze();
        List<CompletableFuture<Answer>> calls = publish(pair.ann, "frozen", 20);
        assertThat(texts(take(pair.ann, 21))).containsExactlyElementsOf(expected("before", "frozen", 20));
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        assertThat(figure(pair.a, "im.backplane.connected", "")).isZero();
        assertThat(figure(pair.a, "im.backplane.queued", "")).isEqualTo(20);
        nats().thaw();
        assertOnce(pair.bob, expected("before", "frozen", 20), calls);
        assertThat(Waiting.until(() -> figure(pair.a, "im.backplane.connected", "") == 1, LONG))
                .isTrue();
        assertThat(pair.ann.come()).isEmpty();
    }

    @Test
    void stoppedNats_localDeliveryGoesOn_nothingIsLostOrTwice() throws Exception {
        Pair pair = pair(false);
        pair.ann.publish(GROUP, "before");
        nats().stop();
        List<CompletableFuture<Answer>> calls = publish(pair.ann, "stopped", 20);
        assertThat(texts(take(pair.ann, 21))).containsExactlyElementsOf(expected("before", "stopped", 20));
        nats().restart();
        assertOnce(pair.bob, expected("before", "stopped", 20), calls);
        pair.bob.publish(GROUP, "after");
        assertThat(texts(take(pair.ann, 1))).containsExactly("after");
        assertThat(texts(take(pair.bob, 1))).containsExactly("after");
        assertThat(pair.ann.come()).isEmpty();
    }

    @Test
    void natsThatIsStoppedUnderLoad_losesNothingThatWasAcknowledged() throws Exception {
        Pair pair = pair(false);
        List<CompletableFuture<Answer>> calls = publish(pair.ann, "m", 200);
        assertThat(take(pair.bob, 50)).hasSize(50);
        nats().stop();
        nats().restart();
        List<Delivered> rest = take(pair.bob, 150);
        assertThat(rest)
                .extracting(Delivered::sequence)
                .isEqualTo(
                        IntStream.rangeClosed(51, 200).mapToObj(Long::valueOf).collect(Collectors.toList()));
        for (CompletableFuture<Answer> call : calls) {
            assertThat(call.get(60, TimeUnit.SECONDS).epoch())
                    .isEqualTo(rest.get(0).epoch());
        }
        assertThat(pair.bob.come()).isEmpty();
    }

    @Test
    void natsThatForgetsItsStream_isGivenANewOne() throws Exception {
        Pair pair = pair(true);
        pair.ann.publish(GROUP, "before");
        assertThat(texts(take(pair.bob, 1))).containsExactly("before");
        nats().stop();
        List<CompletableFuture<Answer>> calls = publish(pair.ann, "meanwhile", 3);
        nats().restart();
        assertOnce(pair.bob, expected("meanwhile", 3), calls);
        pair.bob.publish(GROUP, "after");
        assertThat(texts(take(pair.bob, 1))).containsExactly("after");
        assertThat(texts(take(pair.ann, 5))).endsWith("after");
        assertThat(pair.ann.come()).isEmpty();
    }

    @Test
    void queueThatIsFull_refusesMore() throws Exception {
        Pair pair = pair(false);
        nats().freeze();
        String text = "x".repeat(4_000);
        List<Future<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            calls.add(callers.submit(() -> pair.ann.publishOnce(GROUP, text, "")));
        }
        assertThat(Waiting.until(() -> figure(pair.a, "im.backplane.queue.full", "") >= 20, LONG))
                .isTrue();
        nats().thaw();
        int refused = 0;
        for (Future<Answer> call : calls) {
            try {
                assertThat(call.get(60, TimeUnit.SECONDS).sequence()).isPositive();
            } catch (ExecutionException e) {
                assertThat(((RpcException) e.getCause()).status().code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
                refused++;
            }
        }
        // The numbers of those that were refused are not missing.
        assertThat(take(pair.bob, 60 - refused))
                .extracting(Delivered::sequence)
                .isEqualTo(IntStream.rangeClosed(1, 60 - refused)
                        .mapToObj(Long::valueOf)
                        .collect(Collectors.toList()));
    }

    /** The message is stored all the same. */
    @Test
    void whoGoesWhileTheMessageWaits_isNotWaitedFor() throws Exception {
        Pair pair = pair(false);
        try (ChatClient cid = nodes().member(pair.a, 3, GROUP)) {
            nats().freeze();
            Future<Answer> gone = callers.submit(() -> cid.publishOnce(GROUP, "from who goes", ""));
            assertThat(Waiting.until(() -> figure(pair.a, "im.backplane.calls.waiting", "") == 1, LONG))
                    .isTrue();
            assertThat(gone.isDone()).isFalse();
        }
        assertThat(Waiting.until(() -> figure(pair.a, "im.backplane.calls.waiting", "") == 0, LONG))
                .isTrue();
        assertThat(figure(pair.a, "im.backplane.queued", "")).isEqualTo(1);
        nats().thaw();
        assertThat(texts(take(pair.bob, 1))).containsExactly("from who goes");
    }

    @Test
    void nonsense_isCountedAndPassedOver() throws Exception {
        Pair pair = pair(false);
        Connection other = Nats.connect(nats().url());
        try {
            other.jetStream().publish("outage.r.g.5", new byte[] {1, 2, 3});
            other.jetStream().publish("outage.r.g.5", new byte[0]);
            other.publish("outage.s", new byte[] {8, 9, 9});
            other.flush(LONG);
        } finally {
            other.close();
        }
        assertThat(Waiting.until(() -> figure(pair.a, "im.backplane.records", "bad") == 2, LONG))
                .isTrue();
        assertThat(Waiting.until(() -> figure(pair.a, "im.backplane.signals.bad", "") == 1, LONG))
                .isTrue();
        pair.bob.publish(GROUP, "sense");
        assertThat(texts(take(pair.ann, 1))).containsExactly("sense");
    }

    @Test
    void keyUsedOnTwoNodesInAnOutage_isStoredOnce() throws Exception {
        Pair pair = pair(false);
        nats().stop();
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> pair.ann.publishOnce(GROUP, "once", "k"), callers);
        assertThat(texts(take(pair.ann, 1))).containsExactly("once");
        ChatClient annElsewhere = nodes().client(pair.b, 1, "tablet");
        annElsewhere.join(GROUP);
        CompletableFuture<Answer> second =
                CompletableFuture.supplyAsync(() -> annElsewhere.publishOnce(GROUP, "once", "k"), callers);
        assertThat(texts(take(pair.bob, 1))).containsExactly("once");
        nats().restart();
        Answer one = first.get(60, TimeUnit.SECONDS);
        Answer other = second.get(60, TimeUnit.SECONDS);
        assertThat(List.of(one.epoch(), one.sequence())).isEqualTo(List.of(other.epoch(), other.sequence()));
        assertThat(one.repeated()).isNotEqualTo(other.repeated());
        // The number that stands for nothing now is no gap.
        pair.ann.publish(GROUP, "a");
        pair.bob.publish(GROUP, "b");
        assertThat(Waiting.until(
                        () -> figure(pair.a, "im.backplane.gaps", "") + figure(pair.b, "im.backplane.gaps", "") == 0,
                        LONG))
                .isTrue();
    }

    @Test
    void natsThatIsNotThere_isOneLine() {
        NatsServer gone = nats();
        gone.stop();
        assertThatThrownBy(() -> pair(false))
                .isInstanceOf(BackplaneException.class)
                .hasMessageMatching("backplane: [^\n]+ \\(expected: NATS with JetStream there\\)");
    }

    /** Two nodes, each with a member. */
    private record Pair(ImServer a, ImServer b, ChatClient ann, ChatClient bob) {}

    private Pair pair(boolean memory) {
        Nodes made = new Nodes(nats(), "outage", memory);
        nodes = made;
        ImServer a = made.start("a");
        ImServer b = made.start("b");
        return new Pair(a, b, made.member(a, 1, GROUP), made.member(b, 2, GROUP));
    }

    /** Publishes one after the other without waiting for the answers. */
    private List<CompletableFuture<Answer>> publish(ChatClient client, String text, int count) {
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(client.publishLater(GROUP, text + i));
        }
        return calls;
    }

    /** All calls are answered, and the client gets each message once, under the number of its answer. */
    private static void assertOnce(ChatClient client, List<String> texts, List<CompletableFuture<Answer>> calls)
            throws Exception {
        List<Delivered> came = take(client, texts.size());
        assertThat(texts(came)).isEqualTo(texts);
        List<Long> numbers = new ArrayList<>();
        for (CompletableFuture<Answer> call : calls) {
            numbers.add(call.get(60, TimeUnit.SECONDS).sequence());
        }
        assertThat(came.subList(came.size() - calls.size(), came.size()))
                .extracting(Delivered::sequence)
                .isEqualTo(numbers);
        assertThat(client.come()).isEmpty();
    }

    private static List<String> expected(String text, int count) {
        return IntStream.range(0, count).mapToObj(i -> text + i).toList();
    }

    private static List<String> expected(String first, String text, int count) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(expected(text, count));
        return all;
    }

    private NatsServer nats() {
        return Objects.requireNonNull(started);
    }

    private Nodes nodes() {
        return Objects.requireNonNull(nodes);
    }
}
