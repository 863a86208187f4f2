package dev.outboard.rpc.netty;

import dev.outboard.jcstress.Stub;
import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An event loop without a thread: whoever runs its tasks is the loop. */
final class StubLoop {
    final EventLoop eventLoop = Stub.of(EventLoop.class, this::answer);

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private volatile @Nullable Thread thread;

    /** Makes the calling thread the loop's. */
    void adopt() {
        thread = Thread.currentThread();
    }

    /** Runs what there is, and what that adds. */
    void run() {
        adopt();
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    /** Tasks that were given so far. */
    int wakeUps() {
        return wakeUps.get();
    }

    private @Nullable Object answer(String method, Object[] args) {
        return switch (method) {
            case "execute" -> {
                wakeUps.incrementAndGet();
                tasks.add((Runnable) args[0]);
                yield null;
            }
            case "inEventLoop" -> Thread.currentThread() == thread;
            default -> throw Stub.unexpected(method);
        };
    }
}
