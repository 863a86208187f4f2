package dev.outboard.bench.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.suite.SuitePart;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProfileTest {
    @Test
    void estimatesOfTheShortProfile_fitIntoItsTime() {
        Duration all = Profile.SHORT.parts().stream().map(SuitePart::estimate).reduce(Duration.ZERO, Duration::plus);
        assertThat(all).isLessThanOrEqualTo(Objects.requireNonNull(Profile.SHORT.budget()));
        assertThat(Profile.SHORT.budget()).isLessThan(Duration.ofMinutes(10));
    }

    @Test
    void parts_areThoseThatWereNamed_inTheProfilesOrder() {
        assertThat(Profile.SHORT.parts(List.of("codec", "gc")))
                .extracting(SuitePart::id)
                .containsExactly("gc", "codec");
        assertThat(Profile.FULL.parts(List.of())).extracting(SuitePart::id).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Profile.SMOKE.parts(List.of("soak")))
                .hasMessage("part: soak (expected: one of rpc, codec, epsilon)");
    }
}
