package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls with attempts beside each other. */
final class HedgingTest {
    private static final HedgingPolicy THREE =
            new HedgingPolicy(3, Duration.ofMillis(10), Set.of(StatusCode.UNAVAILABLE));

    private PolicyFixture fixture = new PolicyFixture(THREE);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void hedges_followOneAnotherByTheDelay() {
        fixture.call();
        assertThat(fixture.attempts()).hasSize(1);
        fixture.advance(9);
        assertThat(fixture.attempts()).hasSize(1);
        fixture.advance(1);
        assertThat(fixture.attempts()).hasSize(2);
        fixture.advance(1000);
        assertThat(fixture.attempts()).hasSize(3);
    }

    @Test
    void hedge_goesToAnotherConnection() {
        fixture.call();
        fixture.advance(10);
        assertThat(fixture.client.to("a").calls).hasSize(1);
        assertThat(fixture.client.to("b").calls).hasSize(1);
    }

    @Test
    void firstReply_winsAndCancelsTheOthers() {
        CallEnd end = fixture.call();
        fixture.advance(10);
        List<StubConnection.Call> attempts = fixture.attempts();
        fixture.reply(attempts.get(1));
        assertThat(attempts.get(0).cancelled).isEqualTo("call: answered elsewhere");
        assertThat(attempts.get(1).cancelled).isNull();
        fixture.advance(1000);
        assertThat(fixture.attempts()).hasSize(2);
        end.assertReplied();
    }

    @Test
    void reply_beforeTheDelayMakesNoHedge() {
        CallEnd end = fixture.call();
        fixture.reply(fixture.attempt());
        fixture.advance(1000);
        assertThat(fixture.attempts()).isEmpty();
        end.assertReplied();
    }

    @Test
    void nonFatalFailure_bringsTheNextAtOnce() {
        CallEnd end = fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        end.assertOpen();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        end.assertFailed(StatusCode.UNAVAILABLE, false);
    }

    @Test
    void fatalFailure_endsTheCallAndTheOtherAttempts() {
        CallEnd end = fixture.call();
        fixture.advance(10);
        List<StubConnection.Call> attempts = fixture.attempts();
        attempts.get(0).fail(StatusCode.INVALID_ARGUMENT, true);
        assertThat(attempts.get(1).cancelled).isNotNull();
        end.assertFailed(StatusCode.INVALID_ARGUMENT, false);
    }

    @Test
    void lastAttempt_mayStillMakeItGood() {
        CallEnd end = fixture.call();
        fixture.advance(10);
        fixture.advance(10);
        List<StubConnection.Call> attempts = fixture.attempts();
        attempts.get(0).fail(StatusCode.UNAVAILABLE, false);
        attempts.get(1).fail(StatusCode.UNAVAILABLE, false);
        end.assertOpen();
        fixture.reply(attempts.get(2));
        end.assertReplied();
    }

    @Test
    void budget_endsHedges() {
        fixture = new PolicyFixture(THREE, 2);
        CallEnd end = fixture.call();
        fixture.attempt().fail(StatusCode.UNAVAILABLE, false);
        fixture.advance(1000);
        assertThat(fixture.attempts()).isEmpty();
        end.assertFailed(StatusCode.UNAVAILABLE, false);
    }
}
