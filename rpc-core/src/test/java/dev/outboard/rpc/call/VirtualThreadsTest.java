package dev.outboard.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

final class VirtualThreadsTest {
    private final CountDownLatch begun = new CountDownLatch(2);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger ran = new AtomicInteger();

    private final WorkerPool.Work work = new WorkerPool.Work() {
        @Override
        public void run() {
            begun.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ran.incrementAndGet();
        }

        @Override
        public void abandon() {
            throw new AssertionError("abandoned");
        }
    };

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void jdkWithoutThem_isNamed() {
        assertThatThrownBy(() -> new VirtualThreads(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("execution: VIRTUAL_THREADS on JDK "
                        + Runtime.version().feature() + " (expected: 21 or later)");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void workBeyondTheBound_isRefused_andThereIsRoomAgain() throws Exception {
        try (VirtualThreads threads = new VirtualThreads(2)) {
            assertThat(threads.submit(work)).isTrue();
            assertThat(threads.submit(work)).isTrue();
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(threads.submit(work)).isFalse();
            assertThat(threads.running()).isEqualTo(2);
            gate.countDown();
            while (!threads.submit(work)) {
                Thread.onSpinWait();
            }
        }
        assertThat(ran).hasValue(3);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void closing_interruptsWhatDoesNotEnd_andTakesNoMore() throws Exception {
        VirtualThreads threads = new VirtualThreads(2);
        threads.submit(work);
        threads.submit(work);
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        threads.close();
        assertThat(ran).hasValue(2);
        assertThat(threads.running()).isZero();
        assertThat(threads.submit(work)).isFalse();
        assertThat(threads.running()).isZero();
    }
}
