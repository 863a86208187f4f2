package dev.outboard.bench.soak;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server's side of the long run. */
final class SoakService {
    static final int MESSAGES = 200;
    static final int MESSAGE_BYTES = 1 << 10;

    private static final String NAME = "outboard.bench.Soak";
    static final Method ECHO = Method.unary(NAME + "/Echo");
    static final Method HOLD = Method.unary(NAME + "/Hold");
    static final Method COUNT = Method.serverStream(NAME + "/Count");
    static final Method BACK = Method.bidiStream(NAME + "/Back");

    private static final long HOLD_MILLIS = 50;

    private SoakService() {}

    /** @param timer ends the calls that nobody cancels */
    static Service service(ScheduledExecutorService timer) {
        return Service.named(NAME)
                .unary(ECHO, Execution.WORKERS, SoakService::echo)
                .unary(HOLD, Execution.EVENT_LOOP, call -> hold(call, timer))
                .stream(COUNT, Execution.WORKERS, Counter::new)
                .stream(BACK, Execution.WORKERS, Back::new)
                .build();
    }

    private static void echo(ServerCall call) {
        call.reply().writeRaw(call.request(), 0, call.request().length());
        call.complete();
    }

    /** Ends when the client gives up, or after a while: whichever is first. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a task that does not throw
    private static void hold(ServerCall call, ScheduledExecutorService timer) {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable end = () -> {
            if (ended.compareAndSet(false, true)) {
                call.fail(StatusCode.ABORTED, "held long enough");
            }
        };
        call.onCancel(end);
        timer.schedule(end, HOLD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static final class Counter implements StreamListener {
        private final ServerStream stream;
        private final byte[] padding = new byte[MESSAGE_BYTES - 4];
        private int next;

        Counter(ServerStream stream) {
            this.stream = stream;
            onReady();
        }

        @Override
        public void onReady() {
            while (next < MESSAGES) {
                SendResult result = stream.send(out -> {
                    out.writeFixed32(next);
                    out.writeRaw(padding, 0, padding.length);
                });
                if (result != SendResult.ACCEPTED) {
                    return;
                }
                next++;
            }
            stream.complete();
        }
    }

    /** Holds a message's credit until it has been sent back. */
    private static final class Back implements StreamListener {
        private final ServerStream stream;
        private final Deque<byte[]> waiting = new ArrayDeque<>();
        private final Deque<Long> credit = new ArrayDeque<>();
        private boolean ended;

        Back(ServerStream stream) {
            this.stream = stream;
        }

        @Override
        public void onMessage(WireReader message) {
            byte[] bytes = new byte[message.length()];
            message.bytesAt(0, bytes, 0, bytes.length);
            waiting.add(bytes);
            credit.add(stream.holdCredit());
            onReady();
        }

        @Override
        public void onEnd() {
            ended = true;
            onReady();
        }

        @Override
        public void onReady() {
            while (!waiting.isEmpty()) {
                byte[] bytes = waiting.element();
                if (stream.send(out -> out.writeRaw(bytes, 0, bytes.length)) != SendResult.ACCEPTED) {
                    return;
                }
                waiting.remove();
                stream.returnCredit(credit.remove());
            }
            if (ended) {
                stream.complete();
            }
        }
    }
}
