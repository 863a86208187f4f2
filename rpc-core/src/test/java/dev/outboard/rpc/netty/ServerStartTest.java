package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Servers that do not start. */
final class ServerStartTest {
    @Test
    void methodOfTwoServices_leavesNoThread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThatThrownBy(() -> RpcServerBuilder.create()
                        .service(new Echo().service())
                        .service(new Echo().service())
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice (expected: once)");
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("outboard-worker") && !before.contains(thread))
                .isEmpty();
    }
}
