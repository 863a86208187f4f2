package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StreamListener;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams that the tests talk to, each on every kind of thread. */
final class Streams {
    static final String NAME = "outboard.test.Streams";

    /** Streams that {@code PARKED} left open. */
    final Queue<ServerStream> parked = new ConcurrentLinkedQueue<>();
    /** Why clients gave up. */
    final Queue<Status> cancelled = new ConcurrentLinkedQueue<>();
    /** Messages that COUNT could not send at first. */
    final AtomicInteger waits = new AtomicInteger();
    /** Credit that HOLD keeps. */
    final Queue<Long> held = new ConcurrentLinkedQueue<>();

    final CountDownLatch gate = new CountDownLatch(1);

    static Method method(String name, Shape shape, Execution execution) {
        return Method.of(NAME + "/" + name + execution.name().toLowerCase(Locale.ROOT), shape);
    }

    /** Counts to the request's first 4 bytes, in messages of as many bytes as the next 4 say. */
    static Method count(Execution execution) {
        return method("Count", Shape.SERVER_STREAM, execution);
    }

    /** Replies with the sum of the messages. */
    static Method sum(Execution execution) {
        return method("Sum", Shape.CLIENT_STREAM, execution);
    }

    /** Sends every message back. */
    static Method echo(Execution execution) {
        return method("Echo", Shape.BIDI_STREAM, execution);
    }

    /** Keeps the stream, and the credit of its messages. */
    static Method park(Execution execution) {
        return method("Park", Shape.BIDI_STREAM, execution);
    }

    /** Waits for the gate, then throws at the first message. */
    static Method broken(Execution execution) {
        return method("Broken", Shape.BIDI_STREAM, execution);
    }

    /** Throws when it is opened. */
    static Method refusing(Execution execution) {
        return method("Refusing", Shape.SERVER_STREAM, execution);
    }

    Service service() {
        Service.Builder builder = Service.named(NAME);
        for (Execution execution : Executions.all()) {
            builder.stream(count(execution), execution, Counter::new).stream(sum(execution), execution, Sum::new)
                    .stream(echo(execution), execution, Back::new)
                    .stream(park(execution), execution, Parked::new)
                    .stream(broken(execution), execution, stream -> new StreamListener() {
                        @Override
                        public void onMessage(WireReader message) {
                            throw new IllegalArgumentException("secret payload");
                        }
                    })
                    .stream(refusing(execution), execution, stream -> {
                throw new IllegalArgumentException("secret payload");
            });
        }
        return builder.build();
    }

    private final class Counter implements StreamListener {
        private final ServerStream stream;
        private final int count;
        private final byte[] padding;
        private int next;

        Counter(ServerStream stream) {
            this.stream = stream;
            this.count = stream.request().readFixed32();
            this.padding = new byte[stream.request().readFixed32()];
            onReady();
        }

        @Override
        public void onReady() {
            while (next < count) {
                SendResult result = stream.send(out -> {
                    out.writeFixed32(next);
                    out.writeRaw(padding, 0, padding.length);
                });
                if (result == SendResult.NOT_READY) {
                    waits.incrementAndGet();
                    return;
                }
                if (result != SendResult.ACCEPTED) {
                    return;
                }
                next++;
            }
            stream.complete();
        }

        @Override
        public void onCancel(Status reason) {
            cancelled.add(reason);
        }
    }

    private static final class Sum implements StreamListener {
        private final ServerStream stream;
        private long sum;

        Sum(ServerStream stream) {
            this.stream = stream;
        }

        @Override
        public void onMessage(WireReader message) {
            sum += message.readFixed64();
        }

        @Override
        public void onEnd() {
            stream.complete(out -> out.writeFixed64(sum));
        }
    }

    /** Holds what it cannot send back yet: the client gets its credit only then. */
    private static final class Back implements StreamListener {
        private final ServerStream stream;
        private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
        private final Queue<Long> credit = new ConcurrentLinkedQueue<>();
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
            byte[] bytes;
            while ((bytes = waiting.peek()) != null) {
                byte[] next = bytes;
                if (stream.send(out -> out.writeRaw(next, 0, next.length)) != SendResult.ACCEPTED) {
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

    private final class Parked implements StreamListener {
        private final ServerStream stream;

        Parked(ServerStream stream) {
            this.stream = stream;
            parked.add(stream);
        }

        @Override
        public void onMessage(WireReader message) {
            held.add(stream.holdCredit());
        }

        @Override
        public void onCancel(Status reason) {
            cancelled.add(reason);
        }
    }
}
