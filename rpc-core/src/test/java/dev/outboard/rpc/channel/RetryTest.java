package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.StatusCode;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that are made again, over connections whose calls end when the test says so. */
final class RetryTest {
    private static final RetryPolicy THREE = new RetryPolicy(3, PolicyFixture.BACKOFF, Set.of(StatusCode.UNAVAILABLE));
    private static final RetryPolicy ONCE_ONLY = new RetryPolicy(3, PolicyFixture.BACKOFF, Set.of());

    private PolicyFixture fixture = new PolicyFixture(THREE);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void reply_isHeardOnce() {
        CallEnd end = fixture.call();
        fixture.reply(fixture.attempt());
        end.assertReplied();
    }

    @Test
    void notProcessed_isMadeAgainAtOnceOnAnotherConnection() {
        fixture = new PolicyFixture(ONCE_ONLY, 100, alwaysTheFirst -> key -> 0);
        CallEnd end = fixture.call();
        String first = fixture.attemptedHost();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, true);
        assertThat(fixture.attemptedHost()).isNotEqualTo(first);
        fixture.reply(fixture.attempt());
        end.assertReplied();
    }

    @Test
    void notProcessed_isMadeAgainAfterABackoffTheSecondTime() {
        fixture = new PolicyFixture(ONCE_ONLY);
        CallEnd end = fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, true);
        fixture.attempt().fail(StatusCode.UNAVAILABLE, true);
        fixture.advance(99);
        assertThat(fixture.attempts()).isEmpty();
        fixture.advance(1);
        fixture.reply(fixture.attempt());
        end.assertReplied();
    }

    @Test
    void maybeProcessed_isNotMadeAgainUnlessIdempotent() {
        fixture = new PolicyFixture(ONCE_ONLY);
        CallEnd end = fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        end.assertFailed(StatusCode.UNAVAILABLE, false);
    }

    @Test
    void idempotent_isMadeAgainUntilTheAttemptsAreUsedUp() {
        CallEnd end = fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        fixture.advance(100);
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        fixture.advance(199);
        assertThat(fixture.attempts()).isEmpty();
        fixture.advance(1);
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        end.assertFailed(StatusCode.UNAVAILABLE, false);
    }

    @Test
    void otherCodes_areNotRetried() {
        CallEnd end = fixture.call();
        fixture.attempt().fail(StatusCode.INTERNAL, false);
        end.assertFailed(StatusCode.INTERNAL, false);
    }

    @Test
    void notProcessed_isClaimedOnlyIfEveryAttemptWas() {
        CallEnd end = fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        fixture.advance(100);
        fixture.attempt().fail(StatusCode.INVALID_ARGUMENT, true);
        end.assertFailed(StatusCode.INVALID_ARGUMENT, false);
    }

    @Test
    void attempts_shareOneDeadline() {
        fixture.call();
        StubConnection.Call first = fixture.attempt();
        first.fail(StatusCode.UNAVAILABLE, false);
        fixture.advance(100);
        assertThat(first.timeoutNanos - fixture.attempt().timeoutNanos).isEqualTo(100_000_000);
    }

    @Test
    void noAttempt_beginsPastTheDeadline() {
        CallEnd end = new CallEnd();
        fixture.channel.call(PolicyFixture.METHOD, out -> {}, 99_000_000, end);
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        end.assertFailed(StatusCode.UNAVAILABLE, false);
    }

    @Test
    void budget_endsRetriesWhenHalfOfItIsGone() {
        fixture = new PolicyFixture(THREE, 4);
        fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        CallEnd second = fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        second.assertFailed(StatusCode.UNAVAILABLE, false);
        assertThat(fixture.channel.describe().retryTokens()).isEqualTo(2);
    }

    @Test
    void noConnection_isAnAttemptThatCostsNoToken() {
        fixture.client.to("a").close();
        fixture.client.to("b").close();
        CallEnd end = fixture.call();
        fixture.advance(100);
        end.assertOpen();
        fixture.advance(200);
        end.assertFailed(StatusCode.UNAVAILABLE, true);
        assertThat(fixture.channel.describe().retryTokens()).isEqualTo(100);
    }

    @Test
    void cancel_betweenAttemptsEndsTheCall() {
        CallEnd end = new CallEnd();
        CallHandle call = fixture.start(end);
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        call.cancel("enough");
        fixture.advance(1000);
        assertThat(fixture.attempts()).isEmpty();
        end.assertFailed(StatusCode.CANCELLED, false);
    }

    @Test
    void cancel_reachesTheAttemptThatIsOut() {
        CallEnd end = new CallEnd();
        fixture.start(end).cancel("enough");
        fixture.time.runDue();
        assertThat(fixture.attempt().cancelled).isEqualTo("enough");
        end.assertFailed(StatusCode.CANCELLED, false);
    }

    @Test
    void lateEnds_areNotHeard() {
        CallEnd end = new CallEnd();
        CallHandle call = fixture.start(end);
        StubConnection.Call attempt = fixture.attempt();
        fixture.reply(attempt);
        attempt.fail(StatusCode.UNAVAILABLE, false);
        fixture.reply(attempt);
        call.cancel("late");
        fixture.advance(1000);
        end.assertReplied();
    }

    @Test
    void channelsEnd_endsACallBetweenAttempts() {
        CallEnd end = fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        fixture.channel.close();
        fixture.time.runDue();
        end.assertFailed(StatusCode.UNAVAILABLE, false);
    }

    @Test
    void drainingConnection_getsNoCallsAlsoBeforeItTells() {
        fixture.client.to("a").beginDraining();
        for (int i = 0; i < 10; i++) {
            fixture.call();
        }
        assertThat(fixture.client.to("a").calls).isEmpty();
    }

    @Test
    void drainingConnection_getsNoCallsAndIsReplaced() {
        fixture.advance(1000);
        StubConnection drained = fixture.client.to("a");
        drained.drain();
        assertThat(fixture.client.to("a")).isNotSameAs(drained);
        for (int i = 0; i < 10; i++) {
            fixture.call();
        }
        assertThat(drained.calls).isEmpty();
        assertThat(drained.isOpen()).isTrue();
    }
}
