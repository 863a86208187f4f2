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
import org.junit.jupiter.api.RepeatedTest;
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
                        assertThat(pool.submit(work(done::countDown))).isTrue();
                        pool.wake();
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
                pool.wake();
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
            pool.wake();
            running.await();
            for (int i = 0; i < 2 * WORKERS; i++) {
                assertThat(pool.submit(work(() -> {}))).isTrue();
            }
            for (int i = 0; i < 2; i++) {
                assertThat(pool.submitInOrder(work(() -> {}), 1)).isTrue();
            }
            assertThat(pool.queued()).isEqualTo(2 * WORKERS + 2);
            assertThat(pool.submit(work(() -> {}))).isFalse();
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
            pool.wake();
            done.await();
        }
    }

    @Test
    void closing_abandonsWhatWaits() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        WorkerPool pool = pool(16);
        CountDownLatch never = new CountDownLatch(1);
        assertThat(pool.submitInOrder(held(running, never), 0)).isTrue();
        pool.wake();
        running.await();
        for (int i = 0; i < 5; i++) {
            assertThat(pool.submitInOrder(work(() -> {}), 0)).isTrue();
        }
        pool.close(); // interrupts the one that would wait for ever
        assertThat(abandoned).hasValue(5);
    }

    @Test
    void closing_abandonsWhatAnyMightHaveDone() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(WORKERS);
        WorkerPool pool = pool(16);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < WORKERS; i++) {
            assertThat(pool.submit(held(running, never))).isTrue();
        }
        pool.wake();
        running.await();
        for (int i = 0; i < 5; i++) {
            assertThat(pool.submit(work(() -> {}))).isTrue();
        }
        pool.close();
        assertThat(abandoned).hasValue(5);
    }

    /** The pieces wait for each other: they end only where each has a thread of its own. */
    @RepeatedTest(50)
    void oneWakeUp_isEnoughForAsManyPiecesAsThereAreThreads() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(WORKERS);
        try (WorkerPool pool = pool(16)) {
            for (int i = 0; i < WORKERS; i++) {
                assertThat(pool.submit(held(running, running))).isTrue();
            }
            pool.wake();
            running.await();
        }
        assertThat(abandoned).hasValue(0);
    }

    @Test
    void work_doesNotWaitForABusyThreadWhileAnotherIsFree() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(WORKERS - 1);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(100);
        try (WorkerPool pool = pool(1 << 7)) {
            for (int i = 0; i < WORKERS - 1; i++) {
                assertThat(pool.submit(held(running, gate))).isTrue();
            }
            pool.wake();
            running.await();
            for (int i = 0; i < 100; i++) {
                assertThat(pool.submit(work(done::countDown))).isTrue();
                pool.wake();
            }
            done.await();
            gate.countDown();
        }
    }

    @Test
    void workInOrder_andOther_takeTurns() throws InterruptedException {
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(20);
        try (WorkerPool pool = new WorkerPool(1, 16, new DefaultThreadFactory("worker-test", true))) {
            assertThat(pool.submit(held(running, gate))).isTrue();
            pool.wake();
            running.await();
            for (int i = 0; i < 10; i++) {
                assertThat(pool.submit(work(() -> note(seen, 0, done)))).isTrue();
                assertThat(pool.submitInOrder(work(() -> note(seen, 1, done)), 0))
                        .isTrue();
            }
            gate.countDown();
            done.await();
        }
        List<Integer> order = List.copyOf(seen);
        for (int i = 1; i < order.size(); i++) {
            assertThat(order.get(i)).isNotEqualTo(order.get(i - 1));
        }
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
