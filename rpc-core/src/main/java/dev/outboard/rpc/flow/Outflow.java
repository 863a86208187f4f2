package dev.outboard.rpc.flow;

import dev.outboard.codec.MessageCodec;
import dev.outboard.rpc.MessageStream;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Sends what a publisher has, and asks it for as much as the other end takes, and a few messages more. */
final class Outflow<T> implements Flow.Subscriber<T> {
    private static final int HALF = 8;
    private static final int AHEAD = 2 * HALF;

    private final MessageStream stream;
    private final MessageCodec<T> codec;
    private final End end;
    /** Not a monitor: a virtual thread may send. */
    private final Lock lock = new ReentrantLock();

    private final Deque<T> waiting = new ArrayDeque<>();
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicInteger asking = new AtomicInteger();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;
    private boolean complete;
    private boolean over;
    private int sent;

    /** How the stream ends when its messages do. */
    interface End {
        /** All of them were sent. */
        void completed();

        /** The publisher failed, or had something that cannot be sent. */
        void failed(Throwable reason);
    }

    Outflow(MessageStream stream, MessageCodec<T> codec, End end) {
        this.stream = stream;
        this.codec = codec;
        this.end = end;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        Objects.requireNonNull(newSubscription, "subscription");
        boolean first;
        lock.lock();
        try {
            first = subscription == null;
            if (first) {
                subscription = newSubscription;
            }
        } finally {
            lock.unlock();
        }
        if (first) {
            ask(AHEAD);
        } else {
            newSubscription.cancel();
        }
    }

    @Override
    public void onNext(T message) {
        Objects.requireNonNull(message, "message");
        lock.lock();
        try {
            if (over) {
                return;
            }
            waiting.add(message);
        } finally {
            lock.unlock();
        }
        send();
    }

    @Override
    public void onComplete() {
        lock.lock();
        try {
            complete = true;
        } finally {
            lock.unlock();
        }
        send();
    }

    @Override
    public void onError(Throwable reason) {
        Objects.requireNonNull(reason, "reason");
        if (finish()) {
            end.failed(reason);
        }
    }

    /** The stream takes messages again. */
    void ready() {
        send();
    }

    /** The stream is over: nothing more is wanted. */
    void stop() {
        finish();
        cancelled = true;
        ask(0);
    }

    private boolean finish() {
        lock.lock();
        try {
            boolean first = !over;
            over = true;
            waiting.clear();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for more, or cancels; one thread at a time (Reactive Streams 2.7), and none waits for another. */
    private void ask(int more) {
        wanted.addAndGet(more);
        if (asking.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            Flow.Subscription from = subscription;
            if (from != null && cancelled) {
                from.cancel();
            } else if (from != null) {
                int count = wanted.getAndSet(0);
                if (count != 0) {
                    from.request(count);
                }
            }
            missed = asking.addAndGet(-missed);
        }
    }

    private void send() {
        int before;
        int after;
        boolean done;
        boolean closed = false;
        Throwable failure = null;
        lock.lock();
        try {
            before = sent;
            try {
                closed = !sendWaiting();
            } catch (RuntimeException e) {
                failure = e;
            }
            after = sent;
            done = complete && waiting.isEmpty() && !over && !closed;
            over |= done;
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            if (finish()) {
                end.failed(failure);
            }
            stop();
        } else if (closed) {
            stop(); // whoever hears of the stream's end hears why
        } else if (done) {
            end.completed();
        } else if (after / HALF != before / HALF) {
            // In halves, so that the publisher is asked less often than it is listened to.
            ask((after / HALF - before / HALF) * HALF);
        }
    }

    /** Under the lock; false where the stream takes no more messages. */
    private boolean sendWaiting() {
        for (T next = waiting.peek(); next != null && !over; next = waiting.peek()) {
            T message = next;
            SendResult result = stream.send(out -> codec.encode(message, out));
            switch (result) {
                case ACCEPTED -> {
                    waiting.remove();
                    sent++;
                }
                case TOO_LARGE ->
                    throw new RpcException(new Status(
                            StatusCode.RESOURCE_EXHAUSTED,
                            true,
                            "message: too long (expected: within the other end's limit)"));
                case CLOSED -> {
                    return false;
                }
                default -> {
                    return true; // onReady comes
                }
            }
        }
        return true;
    }
}
