package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: handlers on virtual threads. */
@ParameterizedClass
@EnumSource
final class VirtualThreadsTransportTest {
    private static final Method ECHO = Method.unary("outboard.test.Virtual/Echo");

    private final Variant variant;
    private final Queue<String> names = new ConcurrentLinkedQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    VirtualThreadsTransportTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void handlersThatWait_doNotHoldUpOthers_upToTheBound() throws Exception {
        try (Pair pair = pair(64)) {
            List<Outcome> waiting = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                waiting.add(pair.call(ECHO, Echo.number(i)));
            }
            Await.until("all of them run", () -> names.size() == 64);
            pair.call(ECHO, Echo.number(64)).assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "as many run as may");
            assertThat(pair.call(Echo.ON_WORKERS, Echo.number(7)).reply()).startsWith(7);
            gate.countDown();
            for (int i = 0; i < 64; i++) {
                assertThat(waiting.get(i).reply()).startsWith(i);
            }
            assertThat(names).allMatch(name -> name.startsWith("outboard-virtual-"));
            assertThat(pair.server.stats().rejected()).isEqualTo(1);
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void jdkWithoutThem_doesNotStartTheServer() {
        assertThatThrownBy(() -> pair(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("(expected: 21 or later)");
    }

    private Pair pair(int most) {
        Service service = Service.named("outboard.test.Virtual")
                .unary(ECHO, Execution.VIRTUAL_THREADS, this::echo)
                .build();
        return new Pair(variant, server -> server.service(service).virtualThreads(most), client -> client);
    }

    private void echo(ServerCall call) {
        names.add(Thread.currentThread().getName());
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Echo.echo(call);
    }
}
