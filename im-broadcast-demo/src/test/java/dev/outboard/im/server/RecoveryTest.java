package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.server.ChatClient.Delivered;
import dev.outboard.im.server.ChatClient.Page;
import dev.outboard.im.server.ChatClient.Recovery;
import dev.outboard.im.v1.RecoveryEnum;
import dev.outboard.im.v1.ServerStatsDecoder;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** History, and what is made good for who was away, over real sockets. */
class RecoveryTest {
    private static final int GROUP = 5;

    private final ImServer server = ImServer.start(Servers.roomy("pool"), Servers.history(100_000));
    private final ChatClient ann = new ChatClient(server.port());

    @AfterEach
    void close() {
        ann.close();
        server.close();
    }

    @Test
    void whoWasAway_getsWhatWasMissed_thenWhatComes() throws InterruptedException {
        annJoins();
        Delivered seen = bobSeesOne();
        publish("missed 1", "missed 2");
        try (ChatClient bob = new ChatClient(server.port())) {
            bob.signIn(2, "", true, false);
            publish("missed 3");
            Recovery recovery = bob.recover(GROUP, seen.epoch(), seen.sequence());
            assertThat(recovery.outcome()).isEqualTo(RecoveryEnum.RECOVERY_COMPLETE);
            assertThat(texts(recovery.messages())).containsExactly("missed 1", "missed 2", "missed 3");
            publish("live");
            Delivered live = bob.next();
            assertThat(live.text()).isEqualTo("live");
            assertThat(live.sequence()).isEqualTo(recovery.sequence() + 1);
            assertThat(live.epoch()).isEqualTo(seen.epoch());
            assertThat(bob.come()).isEmpty();
        }
    }

    @Test
    void nothingMissed_isNothing() throws InterruptedException {
        annJoins();
        Delivered seen = bobSeesOne();
        try (ChatClient bob = new ChatClient(server.port())) {
            bob.signIn(2, "", true, false);
            Recovery recovery = bob.recover(GROUP, seen.epoch(), seen.sequence());
            assertThat(recovery.outcome()).isEqualTo(RecoveryEnum.RECOVERY_COMPLETE);
            assertThat(recovery.messages()).isEmpty();
        }
    }

    @Test
    void positionThatIsGone_isHistoryLost() throws InterruptedException {
        try (ImServer forgetful = ImServer.start(Servers.roomy("pool"), Servers.history(3));
                ChatClient carl = new ChatClient(forgetful.port());
                ChatClient dora = new ChatClient(forgetful.port())) {
            carl.signIn(3);
            carl.join(GROUP);
            for (int i = 1; i <= 5; i++) {
                carl.publish(GROUP, "message " + i);
            }
            Delivered first = carl.next();
            dora.signIn(4, "", true, false);
            Recovery lost = dora.recover(GROUP, first.epoch(), first.sequence());
            assertThat(lost.outcome()).isEqualTo(RecoveryEnum.RECOVERY_LOST);
            assertThat(lost.messages()).isEmpty();
            assertThat(lost.sequence()).isEqualTo(first.sequence() + 4);
            assertThat(dora.history(GROUP, first.sequence(), 0, false).lost()).isTrue();
            assertThat(dora.history(GROUP, first.sequence() + 1, 0, false).messages())
                    .hasSize(3);
            assertThat(dora.stat(ServerStatsDecoder::historyLost)).isEqualTo(1);
            assertThat(dora.stat(ServerStatsDecoder::historyMessages)).isEqualTo(3);
        }
    }

    @Test
    void positionOfAnotherEpoch_orPastTheEnd_isHistoryLost() throws InterruptedException {
        annJoins();
        Delivered seen = bobSeesOne();
        try (ChatClient bob = new ChatClient(server.port())) {
            bob.signIn(2, "", true, false);
            assertThat(bob.recover(GROUP, seen.epoch() + 2, seen.sequence()).outcome())
                    .isEqualTo(RecoveryEnum.RECOVERY_LOST);
        }
        try (ChatClient bob = new ChatClient(server.port())) {
            bob.signIn(2, "", true, false);
            assertThat(bob.recover(GROUP, seen.epoch(), seen.sequence() + 1).outcome())
                    .isEqualTo(RecoveryEnum.RECOVERY_LOST);
        }
    }

    @Test
    void serverThatWasRestarted_saysHistoryLost() throws InterruptedException {
        annJoins();
        Delivered seen = bobSeesOne();
        server.close();
        try (ImServer again = ImServer.start(Servers.roomy("pool"), Servers.history(100_000));
                ChatClient bob = new ChatClient(again.port())) {
            bob.signIn(2, "", true, false);
            Recovery recovery = bob.recover(GROUP, seen.epoch(), seen.sequence());
            assertThat(recovery.outcome()).isEqualTo(RecoveryEnum.RECOVERY_LOST);
            assertThat(recovery.messages()).isEmpty();
            bob.publish(GROUP, "from here on");
            Delivered next = bob.next();
            assertThat(next.epoch()).isEqualTo(recovery.epoch()).isNotEqualTo(seen.epoch());
            assertThat(next.sequence()).isEqualTo(recovery.sequence() + 1);
        }
    }

    @Test
    void groupThatBeganAnew_isAnotherEpoch() throws InterruptedException {
        annJoins();
        publish("in the first");
        Delivered first = ann.next();
        ann.leave(GROUP);
        ann.join(GROUP);
        publish("in the second");
        Delivered second = ann.next();
        assertThat(second.epoch()).isNotEqualTo(first.epoch());
        assertThat(second.sequence()).isGreaterThan(first.sequence());
    }

    @Test
    void recoveryOfMoreThanAnAnswerHolds_goesOnWithHistory() throws InterruptedException {
        annJoins();
        Delivered seen = bobSeesOne();
        for (int i = 0; i < 450; i++) {
            publish("message " + i);
        }
        try (ChatClient bob = new ChatClient(server.port())) {
            bob.signIn(2, "", true, false);
            Recovery recovery = bob.recover(GROUP, seen.epoch(), seen.sequence());
            assertThat(recovery.outcome()).isEqualTo(RecoveryEnum.RECOVERY_PARTIAL);
            List<Delivered> all = new ArrayList<>(recovery.messages());
            while (all.get(all.size() - 1).sequence() < recovery.sequence()) {
                long last = all.get(all.size() - 1).sequence();
                all.addAll(bob.history(GROUP, last, 0, false).messages());
            }
            assertThat(all).extracting(Delivered::sequence).containsExactlyElementsOf(after(seen.sequence(), 450));
        }
    }

    @Test
    void history_isReadBothWays() throws InterruptedException {
        annJoins();
        publish("1", "2", "3");
        long first = ann.next().sequence();
        Page forward = ann.history(GROUP, first, 1, false);
        assertThat(texts(forward.messages())).containsExactly("2");
        assertThat(forward.more()).isTrue();
        assertThat(forward.sequence()).isEqualTo(first + 2);
        Page backward = ann.history(GROUP, 0, 2, true);
        assertThat(texts(backward.messages())).containsExactly("3", "2");
        assertThat(ann.history(GROUP, first + 1, 0, true).messages()).hasSize(1);
    }

    @Test
    void historyAndSubscription_areForMembers_andOnce() {
        annJoins();
        try (ChatClient bob = new ChatClient(server.port())) {
            bob.signIn(2);
            assertRefused(() -> bob.history(GROUP, 0, 0, false), StatusCode.PERMISSION_DENIED);
            bob.subscribe(GROUP);
            assertRefused(() -> bob.recover(GROUP, 1, 0), StatusCode.FAILED_PRECONDITION);
        }
    }

    /** Each of them is two numbers, and made an object and a part of the answer. */
    @Test
    void morePositionsThanLanesCanBe_areRefused() {
        annJoins();
        Map<Long, Long> positions =
                LongStream.rangeClosed(1, 256).boxed().collect(Collectors.toMap(Function.identity(), epoch -> 1L));
        try (ChatClient bob = new ChatClient(server.port())) {
            bob.signIn(2, "", true, false);
            positions.put(257L, 1L);
            assertRefused(() -> bob.recover(GROUP, positions), StatusCode.INVALID_ARGUMENT);
            positions.remove(257L);
            assertThat(bob.recover(GROUP, positions).outcome()).isEqualTo(RecoveryEnum.RECOVERY_LOST);
        }
    }

    /** Readers go and come back while two publishers never stop: each sees every number once, in order, or is told. */
    @Test
    void recoveringSubscribers_missNothingAndSeeNothingTwice_whilePublishersGoOn() throws Exception {
        annJoins();
        AtomicBoolean running = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            List<Future<?>> publishers = new ArrayList<>();
            for (long publisher = 100; publisher < 102; publisher++) {
                long user = publisher;
                publishers.add(threads.submit(() -> publishUntilTold(user, running)));
            }
            List<Future<List<Long>>> readers = new ArrayList<>();
            for (long reader = 200; reader < 203; reader++) {
                long user = reader;
                readers.add(threads.submit(() -> readInPieces(user, 25)));
            }
            for (Future<List<Long>> reader : readers) {
                List<Long> seen = reader.get(120, TimeUnit.SECONDS);
                assertThat(seen).hasSizeGreaterThan(25);
                assertThat(seen).containsExactlyElementsOf(after(seen.get(0) - 1, seen.size()));
            }
            running.set(false);
            for (Future<?> publisher : publishers) {
                publisher.get(60, TimeUnit.SECONDS);
            }
            assertThat(ann.stat(ServerStatsDecoder::recovered)).isGreaterThanOrEqualTo(75);
        } finally {
            running.set(false);
            threads.shutdown();
        }
    }

    private void publishUntilTold(long user, AtomicBoolean running) {
        try (ChatClient publisher = new ChatClient(server.port())) {
            publisher.signIn(user, "", true, false);
            publisher.subscribe(GROUP);
            while (running.get()) {
                publisher.publish(GROUP, "more");
            }
        }
    }

    /** Connects again and again, each time from where it was; returns the numbers in the order in which they came. */
    private List<Long> readInPieces(long user, int rounds) throws InterruptedException {
        List<Long> seen = new ArrayList<>();
        long epoch = 0;
        for (int round = 0; round <= rounds; round++) {
            try (ChatClient reader = new ChatClient(server.port())) {
                reader.signIn(user, "", true, false);
                if (seen.isEmpty()) {
                    epoch = reader.subscribe(GROUP).epoch();
                } else {
                    long last = seen.get(seen.size() - 1);
                    Recovery recovery = reader.recover(GROUP, epoch, last);
                    assertThat(recovery.outcome()).isIn(RecoveryEnum.RECOVERY_COMPLETE, RecoveryEnum.RECOVERY_PARTIAL);
                    recovery.messages().forEach(message -> seen.add(message.sequence()));
                    while (seen.get(seen.size() - 1) < recovery.sequence()) {
                        long at = seen.get(seen.size() - 1);
                        reader.history(GROUP, at, 0, false).messages().stream()
                                .filter(message -> message.sequence() <= recovery.sequence())
                                .forEach(message -> seen.add(message.sequence()));
                    }
                }
                for (int i = 0; i < 5; i++) {
                    Delivered live = reader.next();
                    assertThat(live).isNotNull();
                    seen.add(live.sequence());
                }
            }
        }
        return seen;
    }

    private void annJoins() {
        ann.signIn(1);
        ann.join(GROUP);
    }

    private void publish(String... texts) {
        for (String text : texts) {
            ann.publish(GROUP, text);
        }
    }

    /** Has bob see one message and go; returns it. */
    private Delivered bobSeesOne() throws InterruptedException {
        try (ChatClient bob = new ChatClient(server.port())) {
            bob.signIn(2);
            bob.join(GROUP);
            publish("seen");
            return bob.next();
        }
    }

    private static List<String> texts(List<Delivered> messages) {
        return messages.stream().map(Delivered::text).toList();
    }

    private static List<Long> after(long sequence, int count) {
        return LongStream.rangeClosed(sequence + 1, sequence + count).boxed().toList();
    }

    private static void assertRefused(ThrowingCallable call, StatusCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.status().code()).isEqualTo(code));
    }
}
