package dev.outboard.rpc.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeerTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7400, 127.0.0.1, 7400",
        "/127.0.0.1:7400, 127.0.0.1, 7400",
        "localhost/127.0.0.1:7400, 127.0.0.1, 7400",
        "/[0:0:0:0:0:0:0:1]:65535, 0:0:0:0:0:0:0:1, 65535",
        "/tmp/socket, /tmp/socket, 0",
        "/tmp/a:b, /tmp/a:b, 0",
        "host:65536, host:65536, 0",
        "host:, host:, 0",
        "unknown, unknown, 0"
    })
    void address_isReadAsConnectionsPrintIt(String text, String address, int port) {
        assertThat(Peer.of(text)).isEqualTo(new Peer(address, port));
    }
}
