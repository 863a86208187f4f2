package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.chat.RateLimit;
import dev.outboard.im.server.ChatClient.Answer;
import dev.outboard.im.server.ChatClient.Delivered;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.im.v1.ServerStatsDecoder;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys, devices, messages between users, presence, typing and rates, over real sockets and in every mode. */
@ParameterizedClass
@MethodSource("dev.outboard.im.server.Modes#available")
class ChatRulesTest {
    private static final int GROUP = 5;

    @Parameter
    private String mode;

    private final FakeClock clock = new FakeClock();
    private ImServer server;
    private ChatClient ann;
    private ChatClient bob;

    private void start(ChatOptions options) {
        server = ImServer.start(Servers.small(mode), options, clock);
        ann = new ChatClient(server.port());
        bob = new ChatClient(server.port());
    }

    @AfterEach
    void close() {
        ann.close();
        bob.close();
        server.close();
    }

    @Test
    void sameKey_isPublishedOnce_andAnsweredAlike() throws InterruptedException {
        start(ChatOptions.defaults());
        both();
        Answer first = ann.publishOnce(GROUP, "once", "k1");
        Answer again = ann.publishOnce(GROUP, "once", "k1");
        assertThat(first.repeated()).isFalse();
        assertThat(again).isEqualTo(new Answer(first.epoch(), first.sequence(), first.recipients(), true));
        assertThat(bob.publishOnce(GROUP, "of another sender", "k1").repeated()).isFalse();
        assertThat(ann.publishOnce(GROUP, "of another key", "k2").repeated()).isFalse();
        // Not every mode keeps their order.
        assertThat(List.of(bob.nextText(), bob.nextText(), bob.nextText()))
                .containsExactlyInAnyOrder("once", "of another sender", "of another key");
        assertThat(bob.hasText()).isFalse();
        assertThat(ann.stat(ServerStatsDecoder::repeats)).isEqualTo(1);
    }

    @Test
    void key_isForgottenInTime() {
        start(ChatOptions.defaults());
        both();
        ann.publishOnce(GROUP, "once", "k1");
        clock.advanceMillis(ChatOptions.defaults().keyAge().toMillis() + 1);
        assertThat(ann.publishOnce(GROUP, "again", "k1").repeated()).isFalse();
    }

    @Test
    void everyMessage_carriesItsNumberAndEpoch() throws InterruptedException {
        start(ChatOptions.defaults());
        both();
        Answer answer = ann.publishOnce(GROUP, "numbered", "");
        Delivered message = bob.next();
        assertThat(message.sequence()).isEqualTo(answer.sequence());
        assertThat(message.epoch()).isEqualTo(answer.epoch()).isNotZero();
    }

    @Test
    void everyDevice_getsTheMessage_andSignsInAgainAloneForItself() throws InterruptedException {
        start(ChatOptions.defaults());
        both();
        try (ChatClient phone = new ChatClient(server.port());
                ChatClient phoneAgain = new ChatClient(server.port())) {
            phone.signIn(2, "phone", false, false);
            assertThat(ann.publish(GROUP, "to three")).isEqualTo(3);
            assertThat(phone.nextText()).isEqualTo("to three");
            assertThat(bob.nextText()).isEqualTo("to three");
            phoneAgain.signIn(2, "phone", false, false);
            assertThat(phone.nextFarewell()).isEqualTo(FarewellReasonEnum.FAREWELL_TAKEN_OVER);
            assertThat(ann.publish(GROUP, "again")).isEqualTo(3);
            assertThat(phoneAgain.nextText()).isEqualTo("again");
            assertThat(bob.isOpen()).isTrue();
            assertThat(ann.stat(ServerStatsDecoder::devices)).isEqualTo(3);
        }
    }

    @Test
    void messageToAUser_reachesHisDevices_andTheSendersOwn() throws InterruptedException {
        start(ChatOptions.defaults());
        both();
        Answer answer = ann.send(2, "psst");
        Delivered heard = bob.next();
        assertThat(heard).isEqualTo(new Delivered(0, 2, 1, answer.epoch(), answer.sequence(), "psst"));
        assertThat(ann.next().text()).isEqualTo("psst");
        assertRefused(() -> ann.send(99, "nobody"), StatusCode.NOT_FOUND);
    }

    @Test
    void messagesToAUser_areRecovered() throws InterruptedException {
        start(ChatOptions.defaults());
        both();
        ann.send(2, "seen");
        Delivered seen = bob.next();
        bob.close();
        ann.send(2, "missed");
        try (ChatClient again = new ChatClient(server.port())) {
            again.signIn(2, "", true, false);
            assertThat(again.recoverInbox(seen.epoch(), seen.sequence()).messages())
                    .extracting(Delivered::text)
                    .containsExactly("missed");
        }
    }

    @Test
    void comingAndGoing_isToldToWhoAsked_andListed() throws InterruptedException {
        start(ChatOptions.defaults());
        ann.signIn(1, "laptop", false, true);
        ann.join(GROUP);
        bob.signIn(2, "phone", false, false);
        bob.join(GROUP);
        clock.advanceMillis(100);
        assertThat(ann.nextEvent()).isEqualTo("5 +[1, 2] -[] 0");
        assertThat(ann.presence(GROUP)).containsExactlyInAnyOrder("1[laptop]", "2[phone]");
        bob.leave(GROUP);
        clock.advanceMillis(100);
        assertThat(ann.nextEvent()).isEqualTo("5 +[] -[2] 0");
        assertThat(ann.presence(GROUP)).containsExactly("1[laptop]");
        assertRefused(() -> bob.presence(GROUP), StatusCode.PERMISSION_DENIED);
    }

    @Test
    void typing_isToldToTheOthers_notTooOften() throws InterruptedException {
        start(ChatOptions.defaults());
        ann.signIn(1, "", false, true);
        ann.join(GROUP);
        bob.signIn(2);
        bob.join(GROUP);
        clock.advanceMillis(100);
        ann.nextEvent();
        for (int i = 0; i < 10; i++) {
            bob.typing(GROUP);
        }
        assertThat(ann.nextEvent()).isEqualTo("5 +[] -[] 2");
        assertThat(ann.stat(ServerStatsDecoder::typingShed)).isEqualTo(6);
    }

    @Test
    void events_areNotInTheBooksOfMessages() throws InterruptedException {
        comingAndGoing_isToldToWhoAsked_andListed();
        assertThat(ann.stat(s -> s.offered() + s.written() + s.writtenToOpen() + s.inFlight()))
                .isZero();
        assertThat(Waiting.until(() -> ann.stat(ServerStatsDecoder::events) == 2, Duration.ofSeconds(30)))
                .isTrue();
    }

    @Test
    void userOverHisRate_isRefused_othersAreNot() {
        start(ChatOptions.defaults().withRates(new RateLimit(10, 2), RateLimit.NONE));
        both();
        ann.publish(GROUP, "1");
        ann.publish(GROUP, "2");
        assertRefused(() -> ann.publish(GROUP, "3"), StatusCode.RESOURCE_EXHAUSTED);
        bob.publish(GROUP, "not his");
        clock.advanceMillis(100);
        ann.publish(GROUP, "4");
        assertThat(ann.stat(ServerStatsDecoder::limitedUser)).isEqualTo(1);
    }

    @Test
    void groupOverItsRate_isRefused_toAll() {
        start(ChatOptions.defaults().withRates(RateLimit.NONE, new RateLimit(10, 2)));
        both();
        ann.publish(GROUP, "1");
        bob.publish(GROUP, "2");
        assertRefused(() -> bob.publish(GROUP, "3"), StatusCode.RESOURCE_EXHAUSTED);
        bob.join(GROUP + 1);
        bob.publish(GROUP + 1, "elsewhere");
        assertThat(ann.stat(ServerStatsDecoder::limitedGroup)).isEqualTo(1);
    }

    @Test
    void textOverTheLimit_isRefused_andCounted() {
        start(ChatOptions.defaults().withMaxTextBytes(8));
        both();
        ann.publish(GROUP, "12345678");
        assertRefused(() -> ann.publish(GROUP, "123456789"), StatusCode.INVALID_ARGUMENT);
        assertThat(ann.stat(ServerStatsDecoder::tooLong)).isEqualTo(1);
    }

    @Test
    void limits_changeWhileTheServerRuns() {
        start(ChatOptions.defaults());
        both();
        ann.publish(GROUP, "123456789");
        server.change(ChatOptions.defaults().withMaxTextBytes(8).withRates(new RateLimit(10, 1), RateLimit.NONE));
        assertRefused(() -> ann.publish(GROUP, "123456789"), StatusCode.INVALID_ARGUMENT);
        ann.publish(GROUP, "1");
        assertRefused(() -> ann.publish(GROUP, "2"), StatusCode.RESOURCE_EXHAUSTED);
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
}
