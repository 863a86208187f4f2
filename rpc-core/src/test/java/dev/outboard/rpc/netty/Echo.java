package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.TraceContext;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** The service that the tests talk to: echoes, and handlers that can be held up. */
final class Echo {
    static final String NAME = "outboard.test.Echo";
    static final Method ON_LOOP = Method.unary(NAME + "/OnLoop");
    static final Method ON_WORKERS = Method.unary(NAME + "/OnWorkers");
    static final Method IN_ORDER = Method.unary(NAME + "/InOrder");
    /** Waits on a worker until {@link #gate} opens. */
    static final Method HELD = Method.unary(NAME + "/Held");
    /** Returns at once and leaves the call in {@link #parked}. */
    static final Method PARKED = Method.unary(NAME + "/Parked");
    /** As PARKED, with half of the reply written. */
    static final Method HALF = Method.unary(NAME + "/Half");

    static final Method THROWING = Method.unary(NAME + "/Throwing");
    static final Method THROWING_ON_LOOP = Method.unary(NAME + "/ThrowingOnLoop");
    static final Method MALFORMED = Method.unary(NAME + "/Malformed");
    /** Replies with as many bytes as the first 4 of the request say. */
    static final Method SIZED = Method.unary(NAME + "/Sized");

    /** Echoes, with what came beside the request beside the reply. */
    static final Method BESIDE = Method.unary(NAME + "/Beside");

    static final Method BESIDE_ON_WORKERS = Method.unary(NAME + "/BesideOnWorkers");

    static final Method MISSING = Method.unary(NAME + "/Missing");
    static final Method SINK = Method.oneWay(NAME + "/Sink");
    /** As {@link #SINK}, and nothing is kept. */
    static final Method DRAIN = Method.oneWay(NAME + "/Drain");

    static final Method TICK = Method.push(NAME + "/Tick");

    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch held = new CountDownLatch(1);
    final Queue<ServerCall> parked = new ConcurrentLinkedQueue<>();
    final Queue<Long> sunk = new ConcurrentLinkedQueue<>();
    /** What came beside one-way messages, where that was anything. */
    final Queue<Metadata> sunkBeside = new ConcurrentLinkedQueue<>();

    private static final byte[] ZEROS = new byte[1 << 20];

    Service service() {
        return Service.named(NAME)
                .unary(ON_LOOP, Execution.EVENT_LOOP, Echo::echo)
                .unary(ON_WORKERS, Execution.WORKERS, Echo::echo)
                .unary(IN_ORDER, Execution.WORKERS_CONNECTION_ORDER, Echo::echo)
                .unary(HELD, Execution.WORKERS, this::hold)
                .unary(PARKED, Execution.EVENT_LOOP, parked::add)
                .unary(HALF, Execution.EVENT_LOOP, this::half)
                .unary(THROWING, Execution.WORKERS, throwing())
                .unary(THROWING_ON_LOOP, Execution.EVENT_LOOP, throwing())
                .unary(MALFORMED, Execution.WORKERS, call -> call.request().readFixed64())
                .unary(SIZED, Execution.EVENT_LOOP, Echo::sized)
                .unary(BESIDE, Execution.EVENT_LOOP, Echo::beside)
                .unary(BESIDE_ON_WORKERS, Execution.WORKERS, Echo::beside)
                .oneWay(SINK, Execution.WORKERS_CONNECTION_ORDER, this::sink)
                .oneWay(DRAIN, Execution.EVENT_LOOP, ServerCall::complete)
                .push(TICK)
                .build();
    }

    /** Ends the calls that were left in {@link #parked}, as a handler that keeps calls must. */
    void endParked(CallHandler end) {
        for (ServerCall call = parked.poll(); call != null; call = parked.poll()) {
            end.handle(call);
        }
    }

    static void echo(ServerCall call) {
        call.reply().writeRaw(call.request(), 0, call.request().length());
        call.complete();
    }

    static MessageWriter number(long value) {
        return out -> out.writeFixed64(value);
    }

    static MessageWriter size(int value) {
        return out -> out.writeFixed32(value);
    }

    private void hold(ServerCall call) {
        held.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        echo(call);
    }

    private void half(ServerCall call) {
        call.reply().writeFixed32(1);
        parked.add(call);
    }

    private static void beside(ServerCall call) {
        Metadata.Builder beside = call.metadata().toBuilder();
        TraceContext trace = call.trace();
        if (trace != null) {
            beside.text("trace", trace.toTraceparent());
        }
        if (call.attempt() != 0) {
            beside.text("attempt", String.valueOf(call.attempt()));
        }
        call.replyMetadata(beside.build());
        echo(call);
    }

    private void sink(ServerCall call) {
        if (!call.metadata().isEmpty()) {
            sunkBeside.add(call.metadata());
        }
        sunk.add(call.request().readFixed64());
        call.complete();
    }

    private static void sized(ServerCall call) {
        int length = call.request().readFixed32();
        call.reply().writeRaw(ZEROS, 0, length);
        call.complete();
    }

    private static CallHandler throwing() {
        return call -> {
            throw new IllegalArgumentException("secret payload");
        };
    }
}
