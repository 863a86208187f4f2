package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.v1.ServerStatsDecoder;
import dev.outboard.im.v1.SignInEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the service promises to one user at a time, over real sockets. */
class ChatServiceTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ChatLimits LIMITS = ChatLimits.defaults();
    private static final int GROUP = 5;

    private final ImServer server = ImServer.start(options());
    private final ChatClient ann = new ChatClient(server.port());
    private final ChatClient bob = new ChatClient(server.port());

    @AfterEach
    void close() {
        ann.close();
        bob.close();
        server.close();
    }

    @Test
    void message_goesToEveryMember_theSenderIncluded() throws InterruptedException {
        both();
        assertThat(ann.publish(GROUP, "héllo 世界")).isEqualTo(2);
        assertThat(ann.nextText()).isEqualTo("héllo 世界");
        assertThat(bob.nextText()).isEqualTo("héllo 世界");
    }

    @Test
    void whoLeft_getsNothingMore() throws InterruptedException {
        both();
        assertThat(bob.leave(GROUP)).isEqualTo(1);
        assertThat(ann.publish(GROUP, "alone")).isEqualTo(1);
        assertThat(ann.nextText()).isEqualTo("alone");
        assertThat(bob.hasText()).isFalse();
    }

    @Test
    void absentMember_countsAsOffline_andIsBackWithTheNextSignIn() throws InterruptedException {
        both();
        bob.close();
        assertThat(Waiting.until(() -> ann.stat(ServerStatsDecoder::connections) == 1, LONG))
                .isTrue();
        ann.publish(GROUP, "missed");
        assertThat(ann.nextText()).isEqualTo("missed");
        assertThat(Waiting.until(() -> ann.stat(ServerStatsDecoder::offline) == 1, LONG))
                .isTrue();
        try (ChatClient bobAgain = new ChatClient(server.port())) {
            assertThat(bobAgain.signIn(2)).isEqualTo(1);
            ann.publish(GROUP, "welcome back");
            assertThat(bobAgain.nextText()).isEqualTo("welcome back");
        }
    }

    @Test
    void secondSignInOfAUser_takesOver() throws InterruptedException {
        both();
        try (ChatClient bobElsewhere = new ChatClient(server.port())) {
            bobElsewhere.signIn(2);
            assertThat(Waiting.until(() -> !bob.isOpen(), LONG)).isTrue();
            ann.publish(GROUP, "which one");
            assertThat(bobElsewhere.nextText()).isEqualTo("which one");
        }
    }

    @Test
    void callsBeforeSignIn_areRefused() {
        assertRefused(() -> ann.join(GROUP), StatusCode.UNAUTHENTICATED);
        assertRefused(() -> ann.publish(GROUP, "x"), StatusCode.UNAUTHENTICATED);
    }

    @Test
    void secondSignInOnAConnection_isRefused() {
        ann.signIn(1);
        assertRefused(() -> ann.signIn(3), StatusCode.FAILED_PRECONDITION);
    }

    @Test
    void publishingToAForeignGroup_isRefused() {
        both();
        ann.join(GROUP + 1);
        assertRefused(() -> bob.publish(GROUP + 1, "x"), StatusCode.PERMISSION_DENIED);
        assertRefused(() -> bob.publish(GROUP + 2, "x"), StatusCode.PERMISSION_DENIED);
    }

    @Test
    void limits_holdFromTheMomentThatTheyAreSet() {
        both();
        server.limits(new ChatLimits(4, 256, 256, 2, 1, 1));
        assertRefused(() -> ann.publish(GROUP, "12345"), StatusCode.INVALID_ARGUMENT);
        assertThat(ann.publish(GROUP, "1234")).isEqualTo(2);
        assertRefused(() -> ann.join(GROUP + 1), StatusCode.RESOURCE_EXHAUSTED);
        try (ChatClient third = new ChatClient(server.port())) {
            assertRefused(() -> third.signIn(3), StatusCode.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void textsMentionsAndNames_thatAreTooLong_areRefused() {
        both();
        String longest = "x".repeat(LIMITS.textBytes());
        assertThat(ann.publish(GROUP, longest)).isEqualTo(2);
        assertRefused(() -> ann.publish(GROUP, longest + "x"), StatusCode.INVALID_ARGUMENT);
        assertThat(ann.publish(GROUP, "", LIMITS.mentions())).isEqualTo(2);
        assertRefused(() -> ann.publish(GROUP, "", LIMITS.mentions() + 1), StatusCode.INVALID_ARGUMENT);
        try (ChatClient carl = new ChatClient(server.port())) {
            String name = "x".repeat(LIMITS.nameBytes() + 1);
            assertRefused(
                    () -> carl.call(
                            ChatMethods.SIGN_IN,
                            out -> new SignInEncoder().wrap(out).userId(3).name(name),
                            in -> in),
                    StatusCode.INVALID_ARGUMENT);
        }
    }

    @Test
    void malformedRequest_isRefused_andHarmsNobody() throws InterruptedException {
        both();
        assertRefused(
                () -> ann.call(ChatMethods.PUBLISH, out -> out.writeFixed64(-1), in -> in),
                StatusCode.INVALID_ARGUMENT);
        ann.publish(GROUP, "still here");
        assertThat(bob.nextText()).isEqualTo("still here");
    }

    @Test
    void consumerThatDoesNotRead_missesMessages_withinItsByteBudget() throws InterruptedException {
        both();
        bob.stall();
        String text = "x".repeat(8 << 10);
        int sent = 0;
        while (ann.stat(ServerStatsDecoder::slowConsumer) == 0 && sent < 10_000) {
            ann.publish(GROUP, text);
            assertThat(ann.nextText()).isEqualTo(text);
            sent++;
        }
        assertThat(ann.stat(ServerStatsDecoder::slowConsumer)).isPositive();
        // One connection's budget, what its channel holds, and the reading side of both; not the messages sent.
        assertThat(server.ledger().usedBytes()).isLessThan(1 << 20);
        long ended = ann.stat(s -> s.written() + s.slowConsumer() + s.inFlight());
        assertThat(ended).isEqualTo(2L * sent);
    }

    @Test
    void drainingServer_refusesMessages() {
        both();
        server.drain(Duration.ofMillis(200));
        assertThatThrownBy(() -> ann.publish(GROUP, "too late"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.status().code()).isEqualTo(StatusCode.UNAVAILABLE));
    }

    private void both() {
        ann.signIn(1);
        bob.signIn(2);
        ann.join(GROUP);
        assertThat(bob.join(GROUP)).isEqualTo(2);
    }

    private static void assertRefused(ThrowingCallable call, StatusCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.status().code()).isEqualTo(code));
    }

    private static ImServerOptions options() {
        return new ImServerOptions(
                "127.0.0.1", 0, "pool", "safe", "auto", 1, 2, 2, 64, 64 << 10, 4 << 10, 0, Duration.ofSeconds(5));
    }
}
