package dev.outboard.rpc;

import dev.outboard.codec.WireReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose user waits, on any thread but event loops, virtual ones included: {@link #send} waits for credit, and
 * {@link #next} for a message. The credit of a message goes back when {@code next} returns it, so a user that is slow makes the
 * server wait, and no more than a window waits here. Any thread; one at a time sends, one at a time reads.
 *
 * @param <T> what is taken of each message
 */
public final class BlockingStream<T> implements AutoCloseable {
    private final Function<WireReader, T> read;
    /** Not a monitor: a virtual thread that waits in one would keep its carrier, before JDK 24. */
    private final Lock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Deque<Taken<T>> messages = new ArrayDeque<>();
    private @Nullable ClientStream stream;
    private @Nullable RpcException failure;
    private boolean over;
    /** Whether {@code onReady} came since a sender began to wait. */
    private boolean mayBeReady;

    private record Taken<T>(T value, long credit) {}

    private BlockingStream(Function<WireReader, T> read) {
        this.read = read;
    }

    /**
     * Opens a stream of a method whose clients send messages.
     *
     * @param options whose timeout is for the whole stream
     * @param read takes what is wanted of a message; on the event loop, which must not be blocked. <em>Borrows</em> the reader
     */
    public static <T> BlockingStream<T> open(
            RpcChannel channel, Method method, CallOptions options, Function<WireReader, T> read) {
        BlockingStream<T> opened = new BlockingStream<>(read);
        opened.started(channel.openStream(method, options, opened.new Receiver()));
        return opened;
    }

    /** As {@link #open(RpcChannel, Method, CallOptions, Function)}, of a method whose clients send one request. */
    public static <T> BlockingStream<T> open(
            RpcChannel channel,
            Method method,
            MessageWriter request,
            CallOptions options,
            Function<WireReader, T> read) {
        BlockingStream<T> opened = new BlockingStream<>(read);
        opened.started(channel.openStream(method, request, options, opened.new Receiver()));
        return opened;
    }

    private void started(ClientStream opened) {
        lock.lock();
        try {
            stream = opened;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what {@link #open} is about to set; the event loop may be faster than its return. */
    private ClientStream stream() {
        lock.lock();
        try {
            while (stream == null) {
                changed.awaitUninterruptibly();
            }
            return stream;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a message, waiting for credit.
     *
     * @throws RpcException where the stream has failed, or ended; RESOURCE_EXHAUSTED for a message that is too long
     */
    public void send(MessageWriter message) throws InterruptedException {
        ClientStream target = stream();
        while (true) {
            SendResult result = target.send(message);
            switch (result) {
                case ACCEPTED -> {
                    return;
                }
                case TOO_LARGE ->
                    throw new RpcException(new Status(
                            StatusCode.RESOURCE_EXHAUSTED,
                            true,
                            "message: too long (expected: within the server's limit)"));
                case CLOSED -> throw closed();
                default -> awaitReady(target);
            }
        }
    }

    /** Says that no more messages follow. */
    public void end() {
        stream().end();
    }

    /**
     * The next message, waiting for it; null when the server has ended the stream well.
     *
     * @throws RpcException where the stream has failed; after the messages that came before
     */
    public @Nullable T next() throws InterruptedException {
        Taken<T> taken;
        lock.lock();
        try {
            while (messages.isEmpty() && !over) {
                changed.await();
            }
            taken = messages.poll();
            if (taken == null) {
                if (failure != null) {
                    throw new RpcException(failure.status(), failure);
                }
                return null;
            }
        } finally {
            lock.unlock();
        }
        if (taken.credit() != 0) {
            stream().returnCredit(taken.credit());
        }
        return taken.value();
    }

    /** Gives the stream up if it is not over. */
    @Override
    public void close() {
        if (!isOver()) {
            stream().cancel("closed by the client");
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    private void awaitReady(ClientStream target) throws InterruptedException {
        lock.lock();
        try {
            // Told to, it sends again even if it finds no room, and so asks to be told again.
            while (!over && !mayBeReady && !target.isReady()) {
                changed.await();
            }
            mayBeReady = false;
        } finally {
            lock.unlock();
        }
    }

    private RpcException closed() {
        lock.lock();
        try {
            return failure != null
                    ? new RpcException(failure.status(), failure)
                    : new RpcException(
                            new Status(StatusCode.FAILED_PRECONDITION, true, "stream: ended (expected: open)"));
        } finally {
            lock.unlock();
        }
    }

    private final class Receiver implements StreamReceiver {
        @Override
        public void onMessage(WireReader message) {
            if (isOver()) {
                return; // one could not be read, and the stream is being cancelled
            }
            T value;
            try {
                value = read.apply(message);
            } catch (RuntimeException e) {
                onFailure(new Status(StatusCode.INTERNAL, false, "message: " + e));
                stream().cancel("message could not be read");
                return;
            }
            ClientStream source = stream();
            lock.lock();
            try {
                messages.add(new Taken<>(value, source.holdCredit()));
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onReady() {
            lock.lock();
            try {
                mayBeReady = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onComplete() {
            lock.lock();
            try {
                over = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onFailure(Status status) {
            lock.lock();
            try {
                if (!over) {
                    over = true;
                    failure = new RpcException(status);
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
