package dev.outboard.rpc.services;

import dev.outboard.rpc.DecodedListener;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamListener;
import dev.outboard.rpc.values.ValuesOutboard.NumberDecoder;
import dev.outboard.rpc.values.ValuesOutboard.NumberEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Serves every shape. */
final class Numbers implements ShapesServer {
    /** A range that begins here makes {@code wait} wait, and {@code count} too, behind a message that is cut off. */
    static final int FOR_EVER = 99;

    final BlockingQueue<Long> told = new LinkedBlockingQueue<>();
    final BlockingQueue<Status> cancelled = new LinkedBlockingQueue<>();
    private final Execution execution;

    Numbers(Execution execution) {
        this.execution = execution;
    }

    @Override
    public Execution execution(Method method) {
        return execution;
    }

    @Override
    public void add(RangeDecoder request, NumberEncoder reply, ServerCall call) {
        if (request.to() < request.from()) {
            call.fail(StatusCode.INVALID_ARGUMENT, "to: " + request.to() + " (expected: >= " + request.from() + ")");
            return;
        }
        reply.wrap(call.reply()).value(request.from() + request.to());
        call.complete();
    }

    @Override
    public StreamListener count(RangeDecoder request, ServerStream stream) {
        if (request.from() == FOR_EVER) {
            stream.send(out -> out.writeTag(8));
            return new StreamListener() {
                @Override
                public void onCancel(Status reason) {
                    cancelled.add(reason);
                }
            };
        }
        int to = request.to();
        NumberEncoder encoder = new NumberEncoder();
        StreamListener counter = new StreamListener() {
            private int next = request.from();

            @Override
            public void onReady() {
                while (next < to) {
                    if (stream.send(out -> encoder.wrap(out).value(next)) != SendResult.ACCEPTED) {
                        return;
                    }
                    next++;
                }
                stream.complete();
            }
        };
        counter.onReady();
        return counter;
    }

    @Override
    public StreamListener sum(ServerStream stream) {
        return new DecodedListener<NumberDecoder>(new NumberDecoder()::wrap) {
            private long sum;

            @Override
            protected void onDecoded(NumberDecoder message) {
                sum += message.value();
            }

            @Override
            public void onEnd() {
                stream.complete(out -> new NumberEncoder().wrap(out).value(sum));
            }
        };
    }

    @Override
    public StreamListener double_(ServerStream stream) {
        NumberEncoder encoder = new NumberEncoder();
        return new DecodedListener<NumberDecoder>(new NumberDecoder()::wrap) {
            private final Deque<Long> waiting = new ArrayDeque<>();
            private final Deque<Long> credit = new ArrayDeque<>();
            private boolean ended;

            @Override
            protected void onDecoded(NumberDecoder message) {
                waiting.add(2 * message.value());
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
                    if (stream.send(out -> encoder.wrap(out).value(waiting.element())) != SendResult.ACCEPTED) {
                        return;
                    }
                    waiting.remove();
                    stream.returnCredit(credit.remove());
                }
                if (ended) {
                    stream.complete();
                }
            }
        };
    }

    @Override
    public void tell(NumberDecoder message, ServerCall call) {
        told.add(message.value());
        call.complete();
    }

    @Override
    public void wait_(RangeDecoder request, NumberEncoder reply, ServerCall call) {
        if (request.from() == FOR_EVER) {
            call.onCancel(() -> call.fail(StatusCode.CANCELLED, "as asked"));
            return;
        }
        add(request, reply, call);
    }

    @Deprecated
    @Override
    public void class_(RangeDecoder request, NumberEncoder reply, ServerCall call) {
        add(request, reply, call);
    }

    @Override
    public void nAME(RangeDecoder request, NumberEncoder reply, ServerCall call) {
        add(request, reply, call);
    }

    @Override
    public void service_(RangeDecoder request, NumberEncoder reply, ServerCall call) {
        // A message that is none: field 1 is cut off.
        call.reply().writeTag(8);
        call.complete();
    }
}
