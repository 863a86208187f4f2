package dev.outboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LimitsTest {
    @Test
    void defaults_areThoseOfTheDocument() {
        Limits limits = Limits.defaults();
        assertThat(limits.maxFrameBytes()).isEqualTo(65_536);
        assertThat(limits.maxConcurrentCalls()).isEqualTo(256);
        assertThat(limits.maxMethods()).isEqualTo(1024);
        assertThat(limits.maxConnections()).isEqualTo(10_000);
        assertThat(limits.outboundBytes()).isEqualTo(1 << 20);
        assertThat(limits.pingsPerSecond()).isEqualTo(10);
        assertThat(limits.controlFramesPerSecond()).isEqualTo(1_000);
        assertThat(limits.handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.incompleteFrameTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void setter_leavesTheOriginalAndTheRestAlone() {
        Limits changed = Limits.defaults().withMaxMethods(7).withOutboundBytes(5000);
        assertThat(changed.maxMethods()).isEqualTo(7);
        assertThat(changed.outboundBytes()).isEqualTo(5000);
        assertThat(changed.maxConcurrentCalls()).isEqualTo(256);
        assertThat(Limits.defaults().maxMethods()).isEqualTo(1024);
    }

    @Test
    void valueOutOfRange_isRefusedAndNamed() {
        assertThatThrownBy(() -> Limits.defaults().withMaxFrameBytes(1 << 24))
                .hasMessage("maxFrameBytes: 16777216 (expected: 4096 to 16777215)");
        assertThatThrownBy(() -> Limits.defaults().withHandshakeTimeout(Duration.ZERO))
                .hasMessage("handshakeTimeout: PT0S (expected: > 0)");
    }
}
