package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Users come, join, leave and go on three threads, while a fourth reads; at the end nothing is left. */
    @Test
    void churn_leavesNothingBehind_andReadersSeeWholeStates() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicBoolean running = new AtomicBoolean(true);
        try {
            Future<Long> torn = threads.submit(() -> tornReads(running));
            List<Future<?>> churn = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                long firstUser = 1_000L * thread;
                churn.add(threads.submit(() -> churn(firstUser)));
            }
            for (Future<?> done : churn) {
                done.get(60, TimeUnit.SECONDS);
            }
            assertThat(Waiting.until(() -> table.userCount() == 0, LONG)).isTrue();
            assertThat(table.groupCount()).isZero();
            running.set(false);
            assertThat(torn.get(60, TimeUnit.SECONDS)).isZero();
        } finally {
            running.set(false);
            threads.shutdown();
        }
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

    private void churn(long firstUser) {
        for (int i = 0; i < 300; i++) {
            long id = firstUser + i % 40;
            int groupId = i % 7;
            FakeConnection connection = new FakeConnection();
            AtomicReference<User> user = new AtomicReference<>();
            change(() -> {
                user.set(table.signIn(id, connection));
                table.join(user.get(), groupId);
            });
            change(() -> table.leave(user.get(), groupId));
            connection.close();
            writer.disconnected(user.get(), connection);
        }
    }

    /** Has the writer make a change and waits for it. */
    private void change(Runnable change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        while (!writer.submit(() -> {
            change.run();
            done.complete(null);
        })) {
            Thread.onSpinWait();
        }
        done.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Looks users and groups up until told to stop; returns how often one was not what was asked for. */
    private long tornReads(AtomicBoolean running) {
        long torn = 0;
        while (running.get()) {
            for (long id = 0; id < 3_000; id += 7) {
                Account user = table.account(id);
                torn += user != null && user.key() != id ? 1 : 0;
            }
            for (int id = 0; id < 7; id++) {
                Group group = table.group(id);
                torn += group != null && !isWhole(group, id) ? 1 : 0;
            }
        }
        return torn;
    }

    private static boolean isWhole(Group group, int id) {
        Members members = group.members();
        int count = 0;
        for (int shard = 0; shard < 4; shard++) {
            for (int i = 0; i < members.count(shard); i++) {
                count += members.get(shard, i) == null ? 0 : 1;
            }
        }
        return group.id() == id && count == members.total();
    }
}
