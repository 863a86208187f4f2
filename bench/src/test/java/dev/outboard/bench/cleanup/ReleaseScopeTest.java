package dev.outboard.bench.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseScopeTest {
    private final List<String> released = new ArrayList<>();
    private final ReleaseScope scope = new ReleaseScope();

    @Test
    void close_releasesTheLastFirst_andOnce() {
        for (int i = 0; i < 20; i++) {
            String name = "r" + i;
            scope.add(() -> released.add(name));
        }
        assertThat(scope.size()).isEqualTo(20);
        scope.close();
        assertThat(released).hasSize(20).startsWith("r19", "r18").endsWith("r1", "r0");
        scope.close();
        assertThat(released).hasSize(20);
        assertThat(scope.size()).isZero();
    }

    @Test
    void body_thatThrows_isReleasedAll_andKeepsWhatReleasesThrew() {
        IllegalStateException body = new IllegalStateException("body");
        IllegalStateException first = new IllegalStateException("first release");
        AssertionError second = new AssertionError("second release");
        assertThatThrownBy(() -> {
                    try (scope) {
                        scope.add(() -> released.add("outer"));
                        scope.add(() -> {
                            throw second;
                        });
                        scope.add(() -> {
                            throw first;
                        });
                        throw body;
                    }
                })
                .isSameAs(body);
        assertThat(body.getSuppressed()).containsExactly(first);
        assertThat(first.getSuppressed()).containsExactly(second);
        assertThat(released).containsExactly("outer");
    }

    @Test
    void release_thatThrowsAnError_throwsIt() {
        AssertionError error = new AssertionError("release");
        scope.add(() -> {
            throw error;
        });
        assertThatThrownBy(scope::close).isSameAs(error);
    }

    @Test
    void release_thatAddsAnother_hasThatReleasedToo() {
        scope.add(() -> scope.add(() -> released.add("late")));
        scope.close();
        assertThat(released).containsExactly("late");
    }

    @Test
    void use_afterTheFirst_allocatesNothing() {
        ReleaseScope.Release release = () -> {};
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int round = 0; round < 2; round++) {
            before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                for (int depth = 0; depth < 100; depth++) {
                    scope.add(release);
                }
                scope.close();
            }
        }
        // 100,000 uses; the reading itself may allocate some bytes.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }
}
