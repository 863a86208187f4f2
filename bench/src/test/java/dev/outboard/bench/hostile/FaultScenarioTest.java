package dev.outboard.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets, with real processes that are really killed. */
@ParameterizedClass
@ValueSource(strings = {"safe", "unsafe"})
final class FaultScenarioTest {
    private static final int CALLS = 10_000;

    private final String codec;

    @TempDir
    private Path work;

    FaultScenarioTest(String codec) {
        this.codec = codec;
    }

    @ParameterizedTest
    @EnumSource
    void accident_endsEveryCallOnce_andLeavesNothingBehind(FaultScenario scenario) throws Exception {
        HostileRow row = scenario.run(codec, CALLS, work);
        if (!row.skipped().isEmpty()) {
            String reason = scenario.id() + ": skipped, " + row.skipped();
            System.out.println(reason);
            abort(reason);
        }
        assertThat(row.failures()).isEmpty();
        assertThat(row.leakedBytes()).isZero();
        assertThat(row.threads()).isZero();
        assertThat(row.outcome()).isNotEmpty();
    }
}
