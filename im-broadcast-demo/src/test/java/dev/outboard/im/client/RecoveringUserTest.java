package dev.outboard.im.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.server.ChatClient;
import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One user and real servers that come and go. */
class RecoveringUserTest {
    private static final int GROUP = 7;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final FeedCounters counters = new FeedCounters();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final RpcClient client = Pushes.wire(RpcClientBuilder.create().codec("safe"), Pushes.messages())
            .build();

    @AfterEach
    void close() {
        scheduler.shutdownNow();
        client.close();
    }

    @Test
    void whatWasPublished_whileTheConnectionWasGone_isRecoveredInOrder() throws Exception {
        BlockingQueue<Runnable> dials = new LinkedBlockingQueue<>();
        try (ImServer server = start();
                ChatClient other = new ChatClient(server.port());
                RecoveringUser user = user(server.port(), address -> heldBack(dials, address))) {
            other.signIn(2);
            other.join(GROUP);
            user.start();
            dial(dials);
            acknowledged(user, "here");
            assertThat(next()).isEqualTo("here");
            for (int round = 0; round < 3; round++) {
                user.reconnect();
                Runnable dial = dials.poll(30, TimeUnit.SECONDS);
                other.publish(GROUP, "one of " + round);
                other.publish(GROUP, "two of " + round);
                dial.run();
                assertThat(next()).isEqualTo("one of " + round);
                assertThat(next()).isEqualTo("two of " + round);
            }
            assertThat(counters.counts().connects()).isEqualTo(4);
            assertThat(counters.counts().recovered()).isEqualTo(6);
            assertThat(counters.counts().lost()).isZero();
        }
    }

    @Test
    void hintOfAServerThatDrains_isFollowed_andWhatHasNoAnswerIsSentThere() throws Exception {
        try (ImServer leaving = start();
                ImServer staying = start();
                RecoveringUser user = user(leaving)) {
            user.start();
            acknowledged(user, "one");
            assertThat(next()).isEqualTo("one");
            leaving.drain(Duration.ofSeconds(10), "127.0.0.1:" + staying.port());
            acknowledged(user, "two");
            // Another server, without a backplane, knows nothing of the first one's messages.
            assertThat(next()).isEqualTo("history lost");
            assertThat(next()).isEqualTo("two");
            assertThat(counters.counts().hints()).isEqualTo(1);
        }
    }

    @Test
    void publish_withoutAServer_isSentOnceThereIsOne() throws Exception {
        int port;
        try (ImServer first = start()) {
            port = first.port();
        }
        try (RecoveringUser user = user(port)) {
            CompletableFuture<Long> answer = publish(user, "patience");
            user.start();
            try (ImServer late = ImServer.start(options(port), ChatOptions.defaults())) {
                assertThat(answer.get(30, TimeUnit.SECONDS)).isPositive();
                assertThat(next()).isEqualTo("patience");
                assertThat(late.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void userThatIsClosed_failsWhatHasNoAnswer() {
        RecoveringUser user = user(1);
        CompletableFuture<Long> answer = publish(user, "never");
        user.close();
        assertThat(answer).isCompletedExceptionally();
        assertThat(publish(user, "nor this")).isCompletedExceptionally();
        assertThat(user.unanswered()).isZero();
    }

    private void acknowledged(RecoveringUser user, String text) throws Exception {
        assertThat(publish(user, text).get(30, TimeUnit.SECONDS)).isPositive();
    }

    private static CompletableFuture<Long> publish(RecoveringUser user, String text) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        user.publish(
                (out, key) ->
                        new PublishEncoder().wrap(out).groupId(GROUP).text(text).key(key),
                new PublishEnd() {
                    @Override
                    public void acknowledged(long epoch, long sequence, int recipients) {
                        answer.complete(sequence);
                    }

                    @Override
                    public void failed(Status status) {
                        answer.completeExceptionally(new IllegalStateException(status.toString()));
                    }
                });
        return answer;
    }

    private String next() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    /** A connection that is made when the test says so. */
    private CompletableFuture<ClientConnection> heldBack(BlockingQueue<Runnable> dials, ServerAddress address) {
        CompletableFuture<ClientConnection> made = new CompletableFuture<>();
        dials.add(() -> made.complete(client.connect(address.host(), address.port())));
        return made;
    }

    private static void dial(BlockingQueue<Runnable> dials) throws InterruptedException {
        dials.poll(30, TimeUnit.SECONDS).run();
    }

    private RecoveringUser user(ImServer server) {
        return user(server.port());
    }

    private RecoveringUser user(int port) {
        return user(port, address -> client.connectAsync(address.host(), address.port()));
    }

    private RecoveringUser user(int port, Dialer dialer) {
        UserOptions options = UserOptions.of(1, List.of(GROUP), List.of(new ServerAddress("127.0.0.1", port)));
        return new RecoveringUser(
                options,
                dialer,
                scheduler,
                new Feed() {
                    @Override
                    public void onMessage(ChatMessage message) {
                        heard.add(message.text());
                    }

                    @Override
                    public void onVoid(int groupId, long epoch, long upTo) {
                        heard.add("void");
                    }

                    @Override
                    public void onLost(int groupId, long epoch, long after) {
                        heard.add("history lost");
                    }
                },
                counters);
    }

    private static ImServer start() {
        return ImServer.start(options(0), ChatOptions.defaults());
    }

    private static ImServerOptions options(int port) {
        return new ImServerOptions(
                "127.0.0.1", port, "pool", "safe", "auto", 1, 1, 2, 64, 64 << 10, 0, 0, Duration.ofSeconds(5));
    }
}
