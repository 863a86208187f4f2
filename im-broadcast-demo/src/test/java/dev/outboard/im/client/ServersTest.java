package dev.outboard.im.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersTest {
    private final Servers servers = new Servers(ServerAddress.list("connect", "a:1, b:2,[::1]:3"), 1);

    @Test
    void servers_areTriedInTurn_fromTheFirstOneOn() {
        assertThat(List.of(servers.next(), servers.next(), servers.next(), servers.next()))
                .extracting(ServerAddress::toString)
                .containsExactly("b:2", "[::1]:3", "a:1", "b:2");
    }

    @Test
    void hint_comesFirst_andWhatIsNoAddressIsPassedOver() {
        assertThat(servers.hint("nowhere, c:9 ,d:99999")).isTrue();
        assertThat(servers.next()).hasToString("c:9");
        assertThat(servers.next()).hasToString("b:2");
        assertThat(servers.hint("")).isFalse();
    }

    @Test
    void again_isTheOneThatWasTriedLast() {
        ServerAddress last = servers.next();
        servers.again();
        assertThat(servers.next()).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", ":1", "a:1,", "a:0", "a:65536", "a b:1", "::1:3"})
    void whatIsNoAddress_isRefused(String text) {
        assertThatThrownBy(() -> ServerAddress.list("connect", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: ");
    }

    @Test
    void backoff_doubles_upToItsMost_andBeginsAnew() {
        Backoff backoff = new Backoff(100, 350, 7);
        assertThat(backoff.next()).isBetween(50L, 100L);
        assertThat(backoff.next()).isBetween(100L, 200L);
        assertThat(backoff.next()).isBetween(175L, 350L);
        assertThat(backoff.next()).isBetween(175L, 350L);
        backoff.reset();
        assertThat(backoff.next()).isBetween(50L, 100L);
    }
}
