package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "dns:///name:80, dns, name:80",
        "DNS:///name:80, dns, name:80",
        "name:80, dns, name:80",
        "'[::1]:80', dns, '[::1]:80'",
        "'static:///a:1,b:2', static, 'a:1,b:2'",
        "mine:whatever it says, mine, whatever it says"
    })
    void target_hasSchemeAndPath(String text, String scheme, String path) {
        assertThat(Target.parse(text)).isEqualTo(new Target(scheme, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name", "dns://8.8.8.8/name:80", "1:2:3"})
    void target_refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("target: " + text);
    }

    @Test
    void addresses_mayBeIpv6InBrackets() {
        assertThat(Target.addresses("a:1, [::1]:2"))
                .containsExactly(
                        InetSocketAddress.createUnresolved("a", 1), InetSocketAddress.createUnresolved("::1", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:0", "a:65536", ":1", "a:1,", "::1:2"})
    void addresses_refuseWhatIsNone(String text) {
        assertThatThrownBy(() -> Target.addresses(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
