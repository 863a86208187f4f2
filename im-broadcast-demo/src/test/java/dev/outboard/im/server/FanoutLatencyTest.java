package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FanoutLatencyTest {
    private final FanoutLatency latency = new FanoutLatency();

    @Test
    void nothingIsMeasured_whereNobodyAsksForIt() {
        latency.end(latency.begin());
        assertThat(latency.window()).isEqualTo(new FanoutLatency.Window(0, 0, 0));
    }

    @Test
    void whatIsMeasured_isInTheWindow() {
        latency.measure();
        for (int i = 0; i < 100; i++) {
            latency.end(latency.begin());
        }
        FanoutLatency.Window window = latency.window();
        assertThat(window.p50()).isPositive();
        assertThat(window.p99()).isBetween(window.p50(), window.max());
    }
}
