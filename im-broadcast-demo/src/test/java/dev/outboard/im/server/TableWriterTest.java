package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableWriterTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final UserTable table = new UserTable(4, UserTable.Limits.defaults());
    private final TableWriter writer = new TableWriter(table, 4, new DefaultThreadFactory("test-table", true));

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void changes_areAppliedInOrder_onOneThread() throws InterruptedException {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            int number = i;
            assertThat(writer.submit(() -> {
                        seen.add(Thread.currentThread().getName() + " " + number);
                        done.countDown();
                    }))
                    .isTrue();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        String thread = seen.get(0).substring(0, seen.get(0).indexOf(' '));
        assertThat(seen).containsExactly(thread + " 0", thread + " 1", thread + " 2");
    }

    @Test
    void fullQueue_refusesChanges() throws InterruptedException {
        CountDownLatch busy = block();
        for (int i = 0; i < 4; i++) {
            assertThat(writer.submit(() -> {})).isTrue();
        }
        assertThat(writer.submit(() -> {})).isFalse();
        busy.countDown();
    }

    @Test
    void endOfAConnection_isNotLost_whenTheQueueIsFull() throws InterruptedException {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            users.add(table.signIn(i, new FakeConnection()));
        }
        CountDownLatch busy = block();
        for (User user : users) {
            FakeConnection connection = (FakeConnection) user.connection();
            connection.close();
            writer.disconnected(user, connection);
        }
        busy.countDown();
        assertThat(Waiting.until(() -> table.userCount() == 0, LONG)).isTrue();
    }

    @Test
    void changeThatFails_doesNotEndTheWriter() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        writer.submit(() -> {
            throw new IllegalStateException("planted");
        });
        writer.submit(done::countDown);
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Keeps the writer busy until the latch opens; returns once it is. */
    private CountDownLatch block() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        writer.submit(() -> {
            blocked.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
        return release;
    }
}
