package dev.outboard.im.server;

import static dev.outboard.im.server.Nodes.figure;
import static dev.outboard.im.server.Nodes.take;
import static dev.outboard.im.server.Nodes.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.backplane.nats.NatsServer;
import dev.outboard.im.server.ChatClient.Answer;
import dev.outboard.im.server.ChatClient.Delivered;
import dev.outboard.im.server.ChatClient.Recovery;
import dev.outboard.im.v1.RecoveryEnum;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes that share groups, over each backplane. */
class ClusterTest {
    private static final int GROUP = 5;
    private static final Duration LONG = Duration.ofSeconds(30);

    private static @Nullable NatsServer nats;
    private static int prefixes;

    @TempDir
    private static Path store;

    /** What is between the nodes. */
    enum Kind {
        MEMORY,
        NATS
    }

    private @Nullable Nodes nodes;

    @AfterEach
    void close() {
        if (nodes != null) {
            nodes.close();
        }
    }

    @AfterAll
    static void stop() {
        if (nats != null) {
            nats.close();
            nats = null;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void messages_reachMembersOfBothNodesOnce(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        ImServer a = both.start("a");
        ImServer b = both.start("b");
        ChatClient ann = both.member(a, 1, GROUP);
        ChatClient bob = both.member(b, 2, GROUP);
        ann.publish(GROUP, "one");
        ann.publish(GROUP, "two");
        List<Delivered> atAnn = take(ann, 2);
        assertThat(take(bob, 2)).isEqualTo(atAnn);
        assertThat(atAnn).extracting(Delivered::sequence).containsExactly(1L, 2L);
        bob.publish(GROUP, "three");
        Delivered three = take(ann, 1).get(0);
        assertThat(take(bob, 1)).containsExactly(three);
        assertThat(three.epoch()).isNotEqualTo(atAnn.get(0).epoch());
        assertThat(three.sequence()).isEqualTo(1);
        // Its own records have come back by now, and led to nothing.
        assertThat(Waiting.until(() -> figure(a, "im.backplane.records", "own") == 2, LONG))
                .isTrue();
        assertThat(ann.come()).isEmpty();
        assertThat(bob.come()).isEmpty();
        assertThat(figure(a, "im.backplane.records", "taken")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoComesFromTheOtherNode_recoversThere(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        ImServer a = both.start("a");
        ImServer b = both.start("b");
        ChatClient ann = both.member(a, 1, GROUP);
        Delivered seen;
        try (ChatClient bob = both.member(a, 2, GROUP)) {
            ann.publish(GROUP, "seen");
            seen = take(bob, 1).get(0);
        }
        ann.publish(GROUP, "missed 1");
        ann.publish(GROUP, "missed 2");
        assertThat(Waiting.until(() -> figure(b, "im.backplane.records", "taken") == 3, LONG))
                .isTrue();
        try (ChatClient bob = new ChatClient(b.port())) {
            bob.signIn(2, "", true, false);
            Recovery recovery = bob.recover(GROUP, seen.epoch(), seen.sequence());
            assertThat(recovery.outcome()).isEqualTo(RecoveryEnum.RECOVERY_COMPLETE);
            assertThat(texts(recovery.messages())).containsExactly("missed 1", "missed 2");
            ann.publish(GROUP, "live");
            assertThat(take(bob, 1).get(0).sequence()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void positionsOfSeveralLanes_areMadeGoodEach(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        ImServer a = both.start("a");
        ImServer b = both.start("b");
        ChatClient ann = both.member(a, 1, GROUP);
        ChatClient bob = both.member(b, 2, GROUP);
        for (int i = 1; i <= 3; i++) {
            ann.publish(GROUP, "a" + i);
            bob.publish(GROUP, "b" + i);
        }
        List<Delivered> all = take(bob, 6);
        take(ann, 6);
        long laneA = epochOf(all, "a1");
        long laneB = epochOf(all, "b1");
        try (ChatClient cid = new ChatClient(a.port())) {
            cid.signIn(3, "", true, false);
            Recovery recovery = cid.recover(GROUP, Map.of(laneA, 2L, laneB, 1L));
            assertThat(recovery.outcome()).isEqualTo(RecoveryEnum.RECOVERY_COMPLETE);
            assertThat(texts(recovery.messages())).containsExactly("a3", "b2", "b3");
        }
        try (ChatClient cid = new ChatClient(a.port())) {
            cid.signIn(3, "other", true, false);
            // Of the lane that is not named, everything.
            assertThat(texts(cid.recover(GROUP, Map.of(laneA, 3L)).messages())).containsExactly("b1", "b2", "b3");
        }
        try (ChatClient cid = new ChatClient(a.port())) {
            cid.signIn(3, "third", true, false);
            Recovery lost = cid.recover(GROUP, Map.of(laneA, 3L, laneB, 3L, 77L, 3L));
            assertThat(lost.outcome()).isEqualTo(RecoveryEnum.RECOVERY_LOST);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void keyUsedOnTheOtherNode_isAnsweredAsTheFirstTime(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        ImServer a = both.start("a");
        ImServer b = both.start("b");
        ChatClient bob = both.member(b, 2, GROUP);
        ChatClient ann = both.member(a, 1, GROUP);
        Answer first = ann.publishOnce(GROUP, "once", "k1");
        ChatClient elsewhere = both.client(b, 1, "tablet");
        elsewhere.join(GROUP);
        // At once, so that the record may not be there yet: NATS knows the key in any case.
        Answer again = elsewhere.publishOnce(GROUP, "once", "k1");
        assertThat(again.repeated()).isTrue();
        assertThat(again.epoch()).isEqualTo(first.epoch());
        assertThat(again.sequence()).isEqualTo(first.sequence());
        ann.publish(GROUP, "end");
        assertThat(texts(take(bob, 2))).containsExactly("once", "end");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void messagesToUsers_reachTheirDevicesOnBothNodes(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        ImServer a = both.start("a");
        ImServer b = both.start("b");
        ChatClient bob = both.client(b, 2, "phone");
        ChatClient annElsewhere = both.client(b, 1, "tablet");
        ChatClient ann = both.client(a, 1, "phone");
        assertThat(Waiting.until(() -> figure(a, "im.users", "") == 2, LONG)).isTrue();
        Answer answer = ann.send(2, "hello");
        assertThat(answer.sequence()).isEqualTo(1);
        Delivered atBob = take(bob, 1).get(0);
        assertThat(atBob.text()).isEqualTo("hello");
        assertThat(atBob.epoch()).isEqualTo(answer.epoch());
        assertThat(texts(take(ann, 1))).containsExactly("hello");
        assertThat(texts(take(annElsewhere, 1))).containsExactly("hello");
        bob.send(1, "and you");
        assertThat(texts(take(ann, 1))).containsExactly("and you");
        assertThat(texts(take(annElsewhere, 1))).containsExactly("and you");
        assertThat(texts(take(bob, 1))).containsExactly("and you");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void presence_isOfAllNodes(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        ImServer a = both.start("a");
        ImServer b = both.start("b");
        ChatClient ann = both.member(a, 1, GROUP);
        assertThat(ann.nextEvent()).isEqualTo("5 +[1] -[] 0");
        ChatClient bob = both.member(b, 2, GROUP);
        assertThat(ann.nextEvent()).isEqualTo("5 +[2] -[] 0");
        assertThat(ann.presence(GROUP)).containsExactlyInAnyOrder("1[phone]", "2[phone]");
        bob.typing(GROUP);
        assertThat(ann.nextEvent()).isEqualTo("5 +[] -[] 2");
        bob.close();
        assertThat(ann.nextEvent()).isEqualTo("5 +[] -[2] 0");
        both.member(b, 3, GROUP);
        assertThat(ann.nextEvent()).isEqualTo("5 +[3] -[] 0");
        b.drain(Duration.ofSeconds(1));
        assertThat(ann.nextEvent()).isEqualTo("5 +[] -[3] 0");
        assertThat(ann.presence(GROUP)).containsExactly("1[phone]");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void userOnBothNodes_isThereOnce(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        ImServer a = both.start("a");
        ImServer b = both.start("b");
        ChatClient ann = both.member(a, 1, GROUP);
        assertThat(ann.nextEvent()).isEqualTo("5 +[1] -[] 0");
        ChatClient bob = both.member(b, 2, GROUP);
        assertThat(ann.nextEvent()).isEqualTo("5 +[2] -[] 0");
        ChatClient bobHere = both.client(a, 2, "tablet");
        bobHere.join(GROUP);
        assertThat(ann.presence(GROUP)).containsExactlyInAnyOrder("1[phone]", "2[phone, tablet]");
        bob.close();
        assertThat(Waiting.until(() -> ann.presence(GROUP).contains("2[tablet]"), LONG))
                .isTrue();
        bobHere.close();
        // That he came a second time and went once was no event.
        assertThat(ann.nextEvent()).isEqualTo("5 +[] -[2] 0");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nodeThatStarts_knowsWhatWasSaidAndWhoIsThere(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        ImServer a = both.start("a");
        ChatClient ann = both.member(a, 1, GROUP);
        ann.publish(GROUP, "before");
        Delivered before = take(ann, 1).get(0);
        ImServer b = both.start("b");
        ChatClient bob = new ChatClient(b.port());
        try (bob) {
            bob.signIn(2, "", true, false);
            assertThat(texts(bob.recover(GROUP, before.epoch(), 0).messages())).containsExactly("before");
            assertThat(Waiting.until(() -> bob.presence(GROUP).contains("1[phone]"), LONG))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.im.server.Modes#available")
    void everyMode_deliversWhatOtherNodesSend(String mode) throws Exception {
        Nodes both = nodes(Kind.MEMORY);
        ImServer a = both.start("a");
        ImServer b = both.start("b", mode, ChatClock.SYSTEM);
        ChatClient ann = both.member(a, 1, GROUP);
        ChatClient bob = both.member(b, 2, GROUP);
        ann.publish(GROUP, "from a");
        Delivered fromA = take(bob, 1).get(0);
        assertThat(fromA).isEqualTo(take(ann, 1).get(0));
        bob.publish(GROUP, "from b");
        assertThat(take(bob, 1)).isEqualTo(take(ann, 1));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nodeThatIsSilent_takesItsUsersAlong_untilItIsHeardAgain(Kind kind) throws Exception {
        Nodes both = nodes(kind);
        FakeClock clockOfA = new FakeClock();
        FakeClock clockOfB = new FakeClock();
        ImServer a = both.start("a", "pool", clockOfA);
        ImServer b = both.start("b", "pool", clockOfB);
        ChatClient ann = both.member(a, 1, GROUP);
        both.member(b, 2, GROUP);
        assertThat(Waiting.until(
                        () -> {
                            clockOfB.advanceMillis(10);
                            return ann.presence(GROUP).size() == 2;
                        },
                        LONG))
                .isTrue();
        assertThat(Waiting.until(
                        () -> {
                            clockOfA.advanceMillis(100);
                            return ann.presence(GROUP).size() == 1;
                        },
                        LONG))
                .isTrue();
        clockOfB.advanceMillis(1_100);
        assertThat(Waiting.until(() -> ann.presence(GROUP).size() == 2, LONG)).isTrue();
    }

    private static long epochOf(List<Delivered> messages, String text) {
        return messages.stream()
                .filter(message -> message.text().equals(text))
                .findFirst()
                .orElseThrow()
                .epoch();
    }

    private Nodes nodes(Kind kind) throws IOException {
        Nodes made = new Nodes(kind == Kind.NATS ? nats() : null, "c" + prefixes++, true);
        nodes = made;
        return made;
    }

    private static NatsServer nats() throws IOException {
        NatsServer running = nats;
        if (running == null) {
            nats = running = NatsServer.start(store);
        }
        return running;
    }
}
