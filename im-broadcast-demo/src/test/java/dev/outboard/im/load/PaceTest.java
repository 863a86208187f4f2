package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Population population = new Population(4, 2, 2, 1, 42);
    private final Broadcasts broadcasts = new Broadcasts();

    /** The first call takes as long as a dozen messages: none of them may be intended any later for that. */
    @Test
    void openLoop_keepsItsIntendedTimes_whenItFallsBehind() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(50);
        CountDownLatch never = new CountDownLatch(1);
        OpenLoop pace = new OpenLoop(
                publisher(handler -> {
                    if (sent.getCount() == 50) {
                        await(never, 25);
                    }
                    sent.countDown();
                }),
                500);
        pace.start();
        assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
        pace.stop();
        long first = broadcasts.find(1).intendedNanos();
        for (int i = 1; i < 50; i++) {
            assertThat(broadcasts.find(i + 1).intendedNanos() - first).isEqualTo(i * 2_000_000L);
        }
        assertThat(pace.sendLagNanos()).isGreaterThan(15_000_000L);
    }

    @Test
    void closedLoop_hasNoMoreUnderWay_thanItMay() throws InterruptedException {
        LinkedBlockingQueue<ReplyHandler> calls = new LinkedBlockingQueue<>();
        ClosedLoop pace = new ClosedLoop(publisher(calls::add), 3);
        pace.start();
        for (int i = 0; i < 3; i++) {
            assertThat(calls.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
        Broadcast second = broadcasts.find(2);
        assertThat(second.end()).isTrue();
        pace.complete(second);
        assertThat(calls.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(broadcasts.count()).isEqualTo(4);
        assertThat(broadcasts.find(4).slot()).isEqualTo(second.slot());
        pace.stop();
        assertThat(pace.abandoned()).isZero();
    }

    @Test
    void failedCalls_areMadeAgain_andCounted() throws InterruptedException {
        CountDownLatch calls = new CountDownLatch(5);
        Publisher publisher = publisher(handler -> {
            calls.countDown();
            handler.onFailure(new Status(StatusCode.RESOURCE_EXHAUSTED, true, ""));
        });
        ClosedLoop pace = new ClosedLoop(publisher, 1);
        pace.start();
        assertThat(calls.await(30, TimeUnit.SECONDS)).isTrue();
        pace.stop();
        assertThat(publisher.failures()).containsOnlyKeys("RESOURCE_EXHAUSTED");
        assertThat(publisher.failures().get("RESOURCE_EXHAUSTED")).isGreaterThanOrEqualTo(5);
        assertThat(publisher.sent()).isEqualTo(publisher.failures().get("RESOURCE_EXHAUSTED"));
    }

    private Publisher publisher(Consumer<ReplyHandler> server) {
        List<Session> sessions = new ArrayList<>();
        for (int user = 0; user < population.users(); user++) {
            sessions.add(new Session(user, new FakeClientConnection(server), population));
        }
        return new Publisher(population, new Content(1, 16), broadcasts, sessions, Turns.even(2, 1));
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            assertThat(latch.await(millis, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
