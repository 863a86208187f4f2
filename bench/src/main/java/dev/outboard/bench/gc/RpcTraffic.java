package dev.outboard.bench.gc;

import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Settings;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A real server in this JVM, whose client is a JVM of its own. A handler decodes the order, holds it as the arm does, and answers
 * with the same order. The wire's own frames are those of the safe codec in every arm but {@link GcArm#UNSAFE_POOLED}: arms
 * differ in the messages that they hold.
 */
final class RpcTraffic implements Traffic {
    private static final int EVENT_LOOPS = 2;
    private static final int END_SECONDS = 60;
    private static final Limits LIMITS = Limits.defaults().withMaxConcurrentCalls(4096);
    private static final List<String> CLIENT_FLAGS = List.of("-Xmx256m", "-Xms256m", "-XX:+UseSerialGC");

    private final CopyOnWriteArrayList<InFlight<?>> inFlight = new CopyOnWriteArrayList<>();
    private final ThreadLocal<InFlight<?>> mine;
    private final AtomicReference<@Nullable Throwable> died = new AtomicReference<>();
    private final CompletableFuture<ServerCall> stop = new CompletableFuture<>();
    private final CompletableFuture<Orders.Counts> counts = new CompletableFuture<>();
    private final RpcServer server;
    private final Jvm client;

    private RpcTraffic(GcArm arm, ArmMemory memory, LiveSet live, int changesPercent, long seed, GcPlant plant) {
        this.mine = ThreadLocal.withInitial(() -> {
            InFlight<?> held = new InFlight<>(plant.in(memory.newOwnership()), live, changesPercent);
            inFlight.add(held);
            return held;
        });
        this.server = RpcServerBuilder.create()
                .codec(arm == GcArm.UNSAFE_POOLED ? "unsafe" : "safe")
                .eventLoops(EVENT_LOOPS)
                .limits(LIMITS)
                .service(Service.named(Orders.NAME)
                        .unary(Orders.PLACE, Execution.EVENT_LOOP, this::place)
                        .unary(Orders.AWAIT_STOP, Execution.EVENT_LOOP, stop::complete)
                        .unary(Orders.REPORT, Execution.EVENT_LOOP, this::report)
                        .build())
                .start();
        List<String> flags = new ArrayList<>(Settings.jvmFlags());
        flags.addAll(CLIENT_FLAGS);
        this.client = Jvm.of("order-client", OrderClientMain.class.getName())
                .exactFlags(flags)
                .args(List.of("" + server.port(), "" + live.users(), "" + seed))
                .start();
    }

    /** Starts both; returns when the client is there. */
    static RpcTraffic start(GcArm arm, ArmMemory memory, LiveSet live, int changesPercent, long seed, GcPlant plant)
            throws InterruptedException {
        RpcTraffic traffic = new RpcTraffic(arm, memory, live, changesPercent, seed, plant);
        try {
            traffic.stop.get(END_SECONDS, TimeUnit.SECONDS);
            return traffic;
        } catch (ExecutionException | TimeoutException e) {
            throw traffic.silent(e);
        }
    }

    private IllegalStateException silent(Exception e) {
        return new IllegalStateException("client: " + e + " (expected: its calls); it said " + client.tail(), e);
    }

    private void place(ServerCall call) {
        try {
            Order order = OrderWire.read(call.request());
            if (mine.get().handle(order, (int) order.uid)) {
                OrderWire.write(order, call.reply());
                call.complete();
            } else {
                call.fail(StatusCode.RESOURCE_EXHAUSTED, "native memory");
            }
        } catch (RuntimeException | Error e) {
            died.compareAndSet(null, e); // the main thread finds it and ends the run
            throw e;
        }
    }

    private void report(ServerCall call) {
        WireReader in = call.request();
        counts.complete(new Orders.Counts(in.readFixed64(), in.readFixed64(), in.readFixed64(), in.readFixed64()));
        call.complete();
    }

    @Override
    public List<InFlight<?>> inFlight() {
        return List.copyOf(inFlight);
    }

    @Override
    public void openWindow() {
        // Nothing here has a rate.
    }

    @Override
    public void closeWindow() {
        // Nothing here has a rate.
    }

    @Override
    public void stop() throws InterruptedException {
        try (RpcServer closing = server;
                Jvm ending = client) {
            stop.get(END_SECONDS, TimeUnit.SECONDS).complete();
            counts.get(END_SECONDS, TimeUnit.SECONDS);
            ending.expectExit(0, Duration.ofSeconds(END_SECONDS));
            for (int loop = 0; loop < closing.eventLoops(); loop++) {
                CompletableFuture<Void> discarded = new CompletableFuture<>();
                closing.execute(loop, () -> {
                    mine.get().discardAll();
                    discarded.complete(null);
                });
                discarded.get(END_SECONDS, TimeUnit.SECONDS);
            }
            throwIfDied();
        } catch (ExecutionException | TimeoutException e) {
            throw silent(e);
        }
        long mismatched = counts.join().mismatched();
        if (mismatched != 0) {
            throw new IllegalStateException("replies: " + mismatched + " with another order (expected: 0)");
        }
    }

    @Override
    public void throwIfDied() {
        Throwable cause = died.get();
        if (cause != null) {
            throw new IllegalStateException("handler: " + cause, cause);
        }
        if (!client.isAlive() && !counts.isDone()) {
            throw new IllegalStateException("client: ended (expected: running); it said " + client.tail());
        }
    }

    @Override
    public long lostElsewhere() {
        return counts.join().lost();
    }

    @Override
    public double idleLateMillis() {
        return 0;
    }

    @Override
    public void addLatencyTo(Histogram all) {
        // A closed loop has none that would say anything.
    }

    @Override
    public long nativeBytes() {
        return server.ledger().reservedBytes();
    }
}
