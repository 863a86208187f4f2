package dev.outboard.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class WorkerPoolTest {
    private static final int WORKERS = 4;

    private final AtomicInteger abandoned = new AtomicInteger();

    @Test
    void work_isAllDoneWhileProducersComeAndGo() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(3 * 20_000);
        try (WorkerPool pool = pool(1 << 16)) {
            List<Thread> producers = new ArrayList<>();
            for (int p = 0; p < 3; p++) {
                producers.add(new Thread(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        assertThat(pool.submit(work(done::countDown), i)).isTrue();
                        if (i % 1000 == 0) {
                            LockSupport.parkNanos(100_000); // lets the workers go idle now and then
                        }
                    }
                }));
            }
            producers.forEach(Thread::start);
            done.await();
            for (Thread producer : producers) {
                producer.join();
            }
        }
        assertThat(abandoned).hasValue(0);
    }

    @Test
    void workInOrder_staysInOrderPerKey() throws InterruptedException {
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(2000);
        try (WorkerPool pool = pool(1 << 12)) {
            for (int i = 0; i < 1000; i++) {
                int number = i;
                assertThat(pool.submitInOrder(work(() -> note(seen, number, done)), 7))
                        .isTrue();
                assertThat(pool.submitInOrder(work(done::countDown), i)).isTrue();
            }
            done.await();
        }
        assertThat(List.copyOf(seen)).isSorted().hasSize(1000);
    }

    @Test
    void fullQueues_refuse() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(WORKERS);
        try (WorkerPool pool = pool(2)) {
            for (int i = 0; i < WORKERS; i++) {
                assertThat(pool.submitInOrder(held(running, gate), i)).isTrue();
            }
            running.await();
            for (int i = 0; i < 2 * WORKERS; i++) {
                assertThat(pool.submit(work(() -> {}), i)).isTrue();
            }
            assertThat(pool.queued()).isEqualTo(2 * WORKERS);
            assertThat(pool.submit(work(() -> {}), 0)).isFalse();
            assertThat(pool.submitInOrder(work(() -> {}), 1)).isFalse();
            gate.countDown();
        }
    }

    @Test
    void workThatThrows_endsNothing() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (WorkerPool pool = pool(16)) {
            assertThat(pool.submitInOrder(
                            work(() -> {
                                throw new IllegalStateException("planted");
                            }),
                            0))
                    .isTrue();
            assertThat(pool.submitInOrder(work(done::countDown), 0)).isTrue();
            done.await();
        }
    }

    @Test
    void closing_abandonsWhatWaits() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        WorkerPool pool = pool(16);
        CountDownLatch never = new CountDownLatch(1);
        assertThat(pool.submitInOrder(held(running, never), 0)).isTrue();
        running.await();
        for (int i = 0; i < 5; i++) {
            assertThat(pool.submitInOrder(work(() -> {}), 0)).isTrue();
        }
        pool.close(); // interrupts the one that would wait for ever
        assertThat(abandoned).hasValue(5);
    }

    private static WorkerPool pool(int capacity) {
        return new WorkerPool(WORKERS, capacity, new DefaultThreadFactory("worker-test", true));
    }

    private static void note(Queue<Integer> seen, int number, CountDownLatch done) {
        seen.add(number);
        done.countDown();
    }

    private WorkerPool.Work held(CountDownLatch running, CountDownLatch gate) {
        return work(() -> {
            running.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private WorkerPool.Work work(Runnable action) {
        return new WorkerPool.Work() {
            @Override
            public void run() {
                action.run();
            }

            @Override
            public void abandon() {
                abandoned.incrementAndGet();
            }
        };
    }
}
