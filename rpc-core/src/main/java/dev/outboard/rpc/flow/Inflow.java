package dev.outboard.rpc.flow;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.MessageStream;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that come in one stream, for one subscriber. Those that it has not asked for wait here and keep their credit, so there is
 * never more than a window of them. Signals are given by whoever has one: the thread that delivers, or the one that asks for more; never by two at once.
 */
final class Inflow<T> implements Flow.Publisher<T>, Flow.Subscription {
    private final MessageCodec<T> codec;
    /** Set once the stream is there, which may be after its first message. */
    private final CompletableFuture<MessageStream> stream = new CompletableFuture<>();
    /** Told once that nobody wants the rest. */
    private final Consumer<Status> onAbandon;

    private final Queue<Taken<T>> messages = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private volatile Flow.@Nullable Subscriber<? super T> subscriber;
    private volatile boolean subscribed;
    private volatile boolean abandoned;
    private volatile @Nullable Throwable failure;
    private volatile boolean over;

    private record Taken<T>(T message, long credit) {}

    Inflow(MessageCodec<T> codec, Consumer<Status> onAbandon) {
        this.codec = codec;
        this.onAbandon = onAbandon;
    }

    /** The stream that the messages come from. */
    void from(MessageStream source) {
        stream.complete(source);
    }

    // ---- Publisher and Subscription

    @Override
    public void subscribe(Flow.Subscriber<? super T> newSubscriber) {
        Objects.requireNonNull(newSubscriber, "subscriber");
        boolean first;
        synchronized (stream) {
            first = subscriber == null && !abandoned;
            if (first) {
                subscriber = newSubscriber;
            }
        }
        if (!first) {
            refuse(newSubscriber);
            return;
        }
        newSubscriber.onSubscribe(this);
        subscribed = true; // no signal before that has returned
        drain();
    }

    private static void refuse(Flow.Subscriber<?> late) {
        late.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                // There is nothing.
            }

            @Override
            public void cancel() {
                // There is nothing.
            }
        });
        late.onError(new IllegalStateException("subscriber: a second one (expected: one for each stream)"));
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            failure = new IllegalArgumentException("request: " + n + " (expected: > 0, Reactive Streams 3.9)");
            over = true;
            abandon(new Status(StatusCode.CANCELLED, false, "subscriber: asked for " + n));
            return;
        }
        demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        drain();
    }

    @Override
    public void cancel() {
        // Nothing ended: were this over here, a thread that delivers could take it for the messages' end.
        subscriber = null;
        abandon(new Status(StatusCode.CANCELLED, false, "subscription: cancelled"));
    }

    private void abandon(Status reason) {
        boolean first;
        synchronized (stream) {
            first = !abandoned;
            abandoned = true;
        }
        if (first) {
            onAbandon.accept(reason);
        }
        drain();
    }

    boolean isAbandoned() {
        return abandoned;
    }

    // ---- what comes

    /** A message is delivered. <em>Borrows</em> the reader. */
    void message(WireReader reader) {
        if (abandoned || over) {
            return; // its credit goes back by itself
        }
        T message;
        try {
            message = codec.decode(reader);
        } catch (MalformedMessageException e) {
            Status status = new Status(StatusCode.INTERNAL, false, "message: " + e.getMessage());
            fail(new RpcException(status, e));
            abandon(status);
            return;
        } catch (RuntimeException e) {
            fail(e);
            abandon(new Status(StatusCode.INTERNAL, false, "message: could not be decoded"));
            return;
        }
        messages.add(new Taken<>(message, stream.join().holdCredit()));
        drain();
    }

    /** No more messages come. */
    void complete() {
        over = true;
        drain();
    }

    /** No more messages come, for a reason; the first one counts. */
    void fail(Throwable reason) {
        if (!over) {
            failure = reason;
            over = true;
        }
        drain();
    }

    // ---- one thread at a time

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            deliver();
            missed = work.addAndGet(-missed);
        }
    }

    private void deliver() {
        Flow.Subscriber<? super T> target = subscriber;
        if (target == null || !subscribed) {
            if (target == null && abandoned) {
                drop();
            }
            return;
        }
        long left = demand.get();
        long delivered = 0;
        while (!abandoned) {
            // In this order: what was put in before the end is seen before it.
            boolean wasOver = over;
            Taken<T> next = delivered < left ? messages.poll() : null;
            if (next == null) {
                if (wasOver && messages.isEmpty()) {
                    end(target);
                }
                break;
            }
            delivered++;
            target.onNext(next.message());
            stream.join().returnCredit(next.credit());
        }
        if (delivered != 0 && left != Long.MAX_VALUE) {
            demand.addAndGet(-delivered);
        }
        if (abandoned) {
            failAbandoned(target);
            drop();
        }
    }

    private void end(Flow.Subscriber<? super T> target) {
        subscriber = null;
        synchronized (stream) {
            abandoned = true; // nothing is left to be abandoned
        }
        Throwable reason = failure;
        if (reason == null) {
            target.onComplete();
        } else {
            target.onError(reason);
        }
    }

    /** A subscriber that has not cancelled is owed a reason. */
    private void failAbandoned(Flow.Subscriber<? super T> target) {
        Throwable reason = failure;
        if (subscriber != null && reason != null) {
            subscriber = null;
            target.onError(reason);
        }
    }

    private void drop() {
        for (Taken<T> next = messages.poll(); next != null; next = messages.poll()) {
            stream.join().returnCredit(next.credit());
        }
    }
}
