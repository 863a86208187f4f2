package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.ServerCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reply that a handler has begun on the event loop, and that another thread ends while the handler returns. */
final class HandOverRaceTest {
    private static final int ROUNDS = 3_000;

    private enum Rest {
        NOTHING {
            @Override
            void write(ServerCall call) {
                call.complete();
            }
        },
        MORE {
            @Override
            void write(ServerCall call) {
                call.reply().writeFixed32(1);
                call.complete();
            }
        };

        abstract void write(ServerCall call);
    }

    @ParameterizedTest
    @EnumSource
    void replyThatIsHandedOver_arrivesWhole(Rest rest) throws Exception {
        try (Pair pair = new Pair(Variant.values()[0])) {
            for (int i = 0; i < ROUNDS; i++) {
                Outcome outcome = pair.call(Echo.HALF, Echo.number(1));
                rest.write(next(pair));
                byte[] once = {1, 0, 0, 0};
                byte[] twice = {1, 0, 0, 0, 1, 0, 0, 0};
                assertThat(outcome.reply()).isEqualTo(rest == Rest.MORE ? twice : once);
            }
        }
    }

    @Test
    void callsThatAreHandedOver_areEachEndedOnce() throws Exception {
        try (Pair pair = new Pair(Variant.values()[0])) {
            Outcome[] outcomes = new Outcome[64];
            for (int round = 0; round < ROUNDS / outcomes.length; round++) {
                for (int i = 0; i < outcomes.length; i++) {
                    outcomes[i] = pair.call(Echo.HALF, Echo.number(i));
                }
                for (int i = 0; i < outcomes.length; i++) {
                    Rest.MORE.write(next(pair));
                }
                for (Outcome outcome : outcomes) {
                    assertThat(outcome.reply()).hasSize(8);
                    assertThat(outcome.told.get()).isEqualTo(1);
                }
            }
        }
    }

    /** As soon as it is there: its handler is about to return. */
    private static ServerCall next(Pair pair) {
        ServerCall call = pair.echo.parked.poll();
        while (call == null) {
            Thread.onSpinWait();
            call = pair.echo.parked.poll();
        }
        return call;
    }
}
