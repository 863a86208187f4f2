package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SerialTest {
    private static final int THREADS = 4;
    private static final int ACTIONS = 50_000;

    private final Serial serial = new Serial();
    /** Without a lock: that is the point. */
    private int count;

    @Test
    void actions_runOneAtATime() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(() -> {
                for (int j = 0; j < ACTIONS; j++) {
                    serial.execute(() -> count++);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(count).isEqualTo(THREADS * ACTIONS);
    }

    @Test
    void action_thatGivesAnotherIsFinishedFirst() {
        List<Integer> order = new ArrayList<>();
        serial.execute(() -> {
            serial.execute(() -> order.add(2));
            order.add(1);
        });
        assertThat(order).containsExactly(1, 2);
    }

    @Test
    void action_thatThrowsDoesNotKeepTheNextFromRunning() {
        List<Integer> order = new ArrayList<>();
        serial.execute(() -> {
            serial.execute(() -> order.add(1));
            throw new IllegalStateException("an action of a test");
        });
        assertThat(order).containsExactly(1);
    }
}
