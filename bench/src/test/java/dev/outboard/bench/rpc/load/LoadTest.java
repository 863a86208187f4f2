package dev.outboard.bench.rpc.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class LoadTest {
    private final Queue<Call> started = new ConcurrentLinkedQueue<>();

    @Test
    void closedLoop_startsTheNextCallWithEachReply() throws Exception {
        ClosedLoop loop = loop(2, 3);
        loop.start();
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Call call = started.remove();
            assertThat(ids.add(call.id())).isTrue();
            call.replied(true);
            assertThat(started).hasSize(6);
        }
        assertThat(loop.done()).isEqualTo(100);
        assertThat(loop.faults()).isZero();
    }

    @Test
    void closedLoop_endsWithItsCalls() throws Exception {
        ClosedLoop loop = loop(1, 2);
        loop.start();
        loop.stop();
        started.remove().replied(true);
        assertThat(loop.awaitEnd(0)).isEqualTo(1);
        started.remove().replied(true);
        assertThat(loop.awaitEnd(0)).isZero();
        assertThat(started).isEmpty();
    }

    @Test
    void wrongReply_isAFaultAndEndsTheLoad() throws Exception {
        ClosedLoop loop = loop(1, 1);
        loop.start();
        started.remove().replied(false);
        assertThat(loop.firstFault()).isEqualTo("reply: other content than the request's (expected: the same)");
        assertThat(started).isEmpty();
    }

    @Test
    void secondReply_isAFault() throws Exception {
        ClosedLoop loop = loop(1, 1);
        loop.start();
        Call call = started.remove();
        loop.stop();
        call.replied(true);
        call.replied(true);
        assertThat(loop.firstFault()).isEqualTo("reply: a second one to the same call (expected: one)");
        assertThat(loop.done()).isEqualTo(1);
    }

    @Test
    void failedCall_isAFaultWithItsReason() throws Exception {
        ClosedLoop loop = loop(1, 1);
        loop.start();
        started.remove().failed("UNAVAILABLE");
        assertThat(loop.faults()).isEqualTo(1);
        assertThat(loop.firstFault()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void openLoop_recordsEveryCallThatIsDueWhileRecording() throws Exception {
        OpenLoop loop = new OpenLoop(100_000, 4, null);
        loop.connect(client(call -> call.replied(true)), 2, 4);
        loop.start();
        loop.startRecording();
        long before = loop.done();
        while (loop.done() - before < 1000) {
            Thread.onSpinWait();
        }
        loop.endRecording();
        loop.stop();
        assertThat(loop.awaitEnd(0)).isZero();
        assertThat(loop.latency().getTotalCount()).isBetween(loop.due() - 1, loop.due() + 1);
    }

    @Test
    void openLoop_withoutAPlace_lacksWhatWasDue() throws Exception {
        OpenLoop loop = new OpenLoop(100_000, 4, null);
        loop.connect(client(started::add), 1, 4);
        loop.start();
        loop.startRecording();
        while (loop.calls().stream().anyMatch(call -> !call.isInFlight())) {
            Thread.onSpinWait();
        }
        loop.endRecording();
        loop.stop();
        assertThat(started).hasSize(4);
        assertThat(loop.awaitEnd(0)).isEqualTo(4);
    }

    @Test
    void openLoop_startsCallsOnTheEventLoopThatItWasLent() throws Exception {
        ScheduledExecutorService eventLoop = Executors.newSingleThreadScheduledExecutor();
        try {
            Thread thread = eventLoop.submit(Thread::currentThread).get();
            Set<Thread> starters = ConcurrentHashMap.newKeySet();
            OpenLoop loop = new OpenLoop(100_000, 4, eventLoop);
            loop.connect(
                    client(call -> {
                        starters.add(Thread.currentThread());
                        call.replied(true);
                    }),
                    2,
                    4);
            loop.start();
            while (loop.done() < 1000) {
                Thread.onSpinWait();
            }
            loop.stop();
            eventLoop.submit(() -> {}).get(); // is not shut down
            assertThat(starters).containsExactly(thread);
        } finally {
            eventLoop.shutdownNow();
        }
    }

    @Test
    void openLoop_whoseCallsDoNotStart_hasAFault() throws Exception {
        OpenLoop loop = new OpenLoop(100_000, 4, null);
        loop.connect(
                client(call -> {
                    throw new IllegalStateException("no call");
                }),
                1,
                4);
        loop.start();
        while (loop.faults() == 0) {
            Thread.onSpinWait();
        }
        loop.stop();
        assertThat(loop.firstFault())
                .isEqualTo("tick: java.lang.IllegalStateException: no call (expected: calls started)");
    }

    private ClosedLoop loop(int connections, int inFlight) throws Exception {
        ClosedLoop loop = new ClosedLoop();
        loop.connect(client(started::add), connections, inFlight);
        return loop;
    }

    private static RpcPeer.Client client(RpcPeer.Caller caller) {
        return new RpcPeer.Client() {
            @Override
            public RpcPeer.Caller connect(int inFlight) {
                return caller;
            }

            @Override
            public void close() {}
        };
    }
}
