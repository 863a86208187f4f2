package dev.outboard.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void share_allowsWhatEndsWithinIt() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        Share share = Share.of(Duration.ofSeconds(10), nanos::get);
        assertThat(share.allows(10)).isTrue();
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(share.allows(6)).isTrue();
        assertThat(share.allows(6.1)).isFalse();
        assertThat(Share.unlimited().allows(1e6)).isTrue();
    }
}
