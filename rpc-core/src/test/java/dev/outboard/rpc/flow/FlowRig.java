package dev.outboard.rpc.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A server of streams of numbers, and a connection to it. */
final class FlowRig implements AutoCloseable {
    static final Method COUNT = Method.of("outboard.test.Flow/Count", Shape.SERVER_STREAM);
    static final Method SUM = Method.of("outboard.test.Flow/Sum", Shape.CLIENT_STREAM);
    static final Method ECHO = Method.of("outboard.test.Flow/Echo", Shape.BIDI_STREAM);
    /** Nobody looks at what the client sends. */
    static final Method DEAF = Method.of("outboard.test.Flow/Deaf", Shape.BIDI_STREAM);

    static final CallOptions OPTIONS = CallOptions.timeoutNanos(0);
    static final MessageCodec<Long> NUMBERS = new MessageCodec<>() {
        @Override
        public void encode(Long message, WireWriter out) {
            if (message == Long.MIN_VALUE) {
                throw new IllegalArgumentException("number: the least (expected: another)");
            }
            out.writeFixed64(message);
        }

        @Override
        public Long decode(WireReader in) {
            return in.readFixed64();
        }
    };

    /** A window of a few numbers, so that there is no stream that does not wait. */
    private static final Limits SMALL = Limits.defaults().withStreamWindowBytes(1024);

    final RpcServer server;
    final RpcClient client;
    final ClientConnection connection;
    /** Subscriptions to what the server has to say that were cancelled. */
    final AtomicLong cancelled = new AtomicLong();
    /** Futures of SUM that are left alone: of streams whose first number is 0. */
    final Queue<CompletableFuture<Long>> pending = new ConcurrentLinkedQueue<>();
    /** How the client's messages ended, for who asked. */
    final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();

    /** Those that run on this JDK. */
    static List<Execution> executions() {
        boolean virtual = Runtime.version().feature() >= 21;
        return Arrays.stream(Execution.values())
                .filter(execution -> virtual || execution != Execution.VIRTUAL_THREADS)
                .toList();
    }

    /** Looks until it is so, or a minute has passed. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    FlowRig(Execution execution) {
        Service service = Service.named("outboard.test.Flow").stream(
                        COUNT, execution, FlowHandler.serverStream(NUMBERS, NUMBERS, this::count))
                .stream(SUM, execution, FlowHandler.clientStream(NUMBERS, NUMBERS, this::sum))
                .stream(ECHO, execution, FlowHandler.bidiStream(NUMBERS, NUMBERS, messages -> messages))
                .stream(DEAF, execution, FlowHandler.bidiStream(NUMBERS, NUMBERS, messages -> this.count(3L)))
                .build();
        server = RpcServerBuilder.create().limits(SMALL).service(service).start();
        client = RpcClientBuilder.create().limits(SMALL).build();
        connection = client.connect(server.address());
    }

    Flow.Publisher<Long> numbers(long count) {
        return FlowCall.serverStream(connection, COUNT, count, NUMBERS, NUMBERS, OPTIONS);
    }

    private Flow.Publisher<Long> count(long upTo) {
        if (upTo < 0) {
            return subscriber -> {
                subscriber.onSubscribe(new Nothing());
                subscriber.onError(new RpcException(new Status(StatusCode.OUT_OF_RANGE, false, "below 0")));
            };
        }
        return new Range(upTo, cancelled::incrementAndGet);
    }

    private CompletableFuture<Long> sum(Flow.Publisher<Long> messages) {
        CompletableFuture<Long> sum = new CompletableFuture<>();
        pending.add(sum);
        messages.subscribe(new Flow.Subscriber<>() {
            private long so;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Long message) {
                so += message;
            }

            @Override
            public void onError(Throwable reason) {
                failed.add(reason);
                sum.completeExceptionally(reason);
            }

            @Override
            public void onComplete() {
                if (so != 0) {
                    sum.complete(so);
                }
            }
        });
        return sum;
    }

    /** Of an empty publisher. */
    static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long n) {
            // There is nothing to ask for.
        }

        @Override
        public void cancel() {
            // Nor to cancel.
        }
    }

    /** 0, 1, 2 and so on, as they are asked for, on the thread that asks. */
    static final class Range implements Flow.Publisher<Long> {
        private final long upTo;
        private final Runnable onCancel;

        Range(long upTo, Runnable onCancel) {
            this.upTo = upTo;
            this.onCancel = onCancel;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Long> subscriber) {
            subscriber.onSubscribe(new Counting(subscriber));
        }

        private final class Counting implements Flow.Subscription {
            private final AtomicLong asked = new AtomicLong();
            private volatile Flow.@Nullable Subscriber<? super Long> target;
            private long next;

            Counting(Flow.Subscriber<? super Long> target) {
                this.target = target;
            }

            @Override
            public void request(long n) {
                assertThat(n).isPositive();
                if (asked.getAndAdd(n) != 0) {
                    return;
                }
                long done = 0;
                long most = n;
                while (done != most || (most = asked.addAndGet(-done)) != (done = 0)) {
                    Flow.Subscriber<? super Long> to = target;
                    if (to == null) {
                        return;
                    }
                    if (next < upTo) {
                        to.onNext(next++);
                    }
                    if (next == upTo) {
                        target = null;
                        to.onComplete();
                        return;
                    }
                    done++;
                }
            }

            @Override
            public void cancel() {
                if (target != null) {
                    target = null;
                    onCancel.run();
                }
            }
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
