package dev.outboard.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.Execution;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.hostile.Victim;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class HonestLoadTest {
    private static final double RATE = 1_000;
    /** More than are ever under way. */
    private static final int DUE = 400;

    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void callsThatHadToWait_countInTheWindowInWhichTheyWereDue() throws Exception {
        Service service = Service.named(Victim.ECHO.serviceName())
                .unary(Victim.ECHO, Execution.WORKERS, this::echoBehindTheGate)
                .build();
        try (RpcServer server =
                        RpcServerBuilder.create().codec("safe").service(service).start();
                RpcClient client = RpcClientBuilder.create().codec("safe").build()) {
            HonestLoad load = new HonestLoad(client.connect("127.0.0.1", server.port()), RATE);
            load.open();
            long opened = System.nanoTime();
            while (System.nanoTime() - opened < DUE / RATE * 1e9) {
                LockSupport.parkNanos(100_000);
            }
            CompletableFuture<HonestLoad.Window> closing = CompletableFuture.supplyAsync(load::close);
            gate.countDown();
            HonestLoad.Window window = closing.get(1, TimeUnit.MINUTES);
            assertThat(load.pause()).isZero();
            load.stop();
            assertThat(window.why()).isEmpty();
            assertThat(window.failed()).isZero();
            assertThat(window.latency().getTotalCount()).isGreaterThanOrEqualTo(DUE - 1);
        }
    }

    private void echoBehindTheGate(ServerCall call) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        call.reply().writeRaw(call.request(), 0, call.request().length());
        call.complete();
    }
}
