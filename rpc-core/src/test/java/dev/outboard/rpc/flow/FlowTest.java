package dev.outboard.rpc.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Execution;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams as publishers and subscribers, beyond the rules that FlowTckTest is about. */
@ParameterizedClass
@MethodSource("dev.outboard.rpc.flow.FlowRig#executions")
final class FlowTest {
    /** More than fit into all windows on the way. */
    private static final long MANY = 20_000;

    private static final int SECONDS = 30;

    private final FlowRig rig;

    FlowTest(Execution execution) {
        rig = new FlowRig(execution);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void serverStream_arrivesInOrder() throws Exception {
        Collector all = new Collector(Long.MAX_VALUE);
        rig.numbers(MANY).subscribe(all);
        assertThat(all.end()).isNull();
        assertThat(all.messages)
                .containsExactlyElementsOf(LongStream.range(0, MANY).boxed().toList());
    }

    @Test
    void everySubscriber_makesACallOfItsOwn() throws Exception {
        Flow.Publisher<Long> numbers = rig.numbers(10);
        for (int i = 0; i < 3; i++) {
            Collector all = new Collector(Long.MAX_VALUE);
            numbers.subscribe(all);
            assertThat(all.end()).isNull();
            assertThat(all.messages).hasSize(10);
        }
        assertThat(rig.server.stats().calls()).isEqualTo(3);
    }

    @Test
    void whatIsNotAskedFor_holdsTheSenderUp() throws Exception {
        AtomicLong produced = new AtomicLong();
        CountDownLatch cancelled = new CountDownLatch(1);
        Collector few = new Collector(5);
        echo(counted(produced, cancelled)).subscribe(few);
        few.await(5);
        // The windows of both directions, each end's messages ahead, and no more: 24 bytes each count.
        assertThat(produced.get()).isBetween(5L, 5 + 2 * 1024 / 24 + 100L);
        few.subscription.request(1000);
        few.await(1005);
        assertThat(few.messages).hasSize(1005);
        few.subscription.cancel();
        assertThat(cancelled.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(produced.get()).isLessThan(2000);
    }

    @Test
    void clientStream_isSummedUp() throws Exception {
        assertThat(sum(new FlowRig.Range(MANY, () -> {})).get(SECONDS, TimeUnit.SECONDS))
                .isEqualTo(MANY * (MANY - 1) / 2);
        assertThat(rig.failed).isEmpty();
    }

    @Test
    void futureThatIsCancelled_cancelsBothEnds() throws Exception {
        AtomicLong produced = new AtomicLong();
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Long> sum = sum(counted(produced, cancelled));
        FlowRig.await("a first number", () -> produced.get() > 100);
        sum.cancel(false);
        assertThat(cancelled.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        FlowRig.await("told", () -> !rig.failed.isEmpty());
        assertThat(rig.failed.element())
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.status().code()).isEqualTo(StatusCode.CANCELLED));
        FlowRig.await("cancelled there", () -> rig.pending.element().isDone());
    }

    @Test
    void publisherThatFails_failsTheCall() {
        IllegalStateException reason = new IllegalStateException("secret");
        AtomicReference<Flow.Subscriber<? super Long>> sender = new AtomicReference<>();
        CompletableFuture<Long> sum = sum(subscriber -> {
            subscriber.onSubscribe(new FlowRig.Nothing());
            sender.set(subscriber);
        });
        FlowRig.await("served", () -> !rig.pending.isEmpty());
        sender.get().onError(reason);
        assertThatThrownBy(() -> sum.get(SECONDS, TimeUnit.SECONDS))
                .hasRootCause(reason)
                .hasMessageContaining("publisher: failed");
        FlowRig.await(
                "told, without the text",
                () -> rig.failed.stream()
                        .anyMatch(e -> e.getMessage().contains("CANCELLED")
                                && !e.getMessage().contains("secret")));
    }

    @Test
    void messageThatCannotBeEncoded_failsTheCall_andStopsThePublisher() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        Flow.Publisher<Long> broken = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                if (cancelled.getCount() != 0) {
                    subscriber.onNext(Long.MIN_VALUE);
                }
            }

            @Override
            public void cancel() {
                cancelled.countDown();
            }
        });
        assertThatThrownBy(() -> sum(broken).get(SECONDS, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(cancelled.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void publisherOfAServer_failsWithItsStatus() throws Exception {
        Collector none = new Collector(1);
        rig.numbers(-1).subscribe(none);
        assertThat(none.end()).isInstanceOfSatisfying(RpcException.class, e -> {
            assertThat(e.status().code()).isEqualTo(StatusCode.OUT_OF_RANGE);
            assertThat(e.status().message()).isEqualTo("below 0");
        });
    }

    @Test
    void subscriptionThatIsCancelled_cancelsTheServersPublisher() throws Exception {
        Collector few = new Collector(3);
        rig.numbers(Long.MAX_VALUE).subscribe(few);
        few.await(3);
        few.subscription.cancel();
        FlowRig.await("cancelled", () -> rig.cancelled.get() == 1);
        assertThat(few.ended).isNotDone();
    }

    @Test
    void serverThatDoesNotListen_endsTheStreamAllTheSame() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        Collector all = new Collector(Long.MAX_VALUE);
        FlowCall.bidiStream(
                        rig.connection,
                        FlowRig.DEAF,
                        counted(new AtomicLong(), cancelled),
                        FlowRig.NUMBERS,
                        FlowRig.NUMBERS,
                        FlowRig.OPTIONS)
                .subscribe(all);
        assertThat(all.end()).isNull();
        assertThat(all.messages).containsExactly(0L, 1L, 2L);
        assertThat(cancelled.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void connectionThatIsGone_failsBothEnds() throws Exception {
        Collector all = new Collector(10);
        echo(counted(new AtomicLong(), new CountDownLatch(1))).subscribe(all);
        all.await(10);
        rig.connection.close();
        all.subscription.request(Long.MAX_VALUE); // what came before is seen before
        assertThat(all.end())
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.status().code()).isEqualTo(StatusCode.UNAVAILABLE));
    }

    private Flow.Publisher<Long> echo(Flow.Publisher<Long> messages) {
        return FlowCall.bidiStream(
                rig.connection, FlowRig.ECHO, messages, FlowRig.NUMBERS, FlowRig.NUMBERS, FlowRig.OPTIONS);
    }

    private CompletableFuture<Long> sum(Flow.Publisher<Long> messages) {
        return FlowCall.clientStream(
                rig.connection, FlowRig.SUM, messages, FlowRig.NUMBERS, FlowRig.NUMBERS, FlowRig.OPTIONS);
    }

    /** Numbers without an end, counted as they are asked for. */
    private static Flow.Publisher<Long> counted(AtomicLong produced, CountDownLatch cancelled) {
        FlowRig.Range endless = new FlowRig.Range(Long.MAX_VALUE, cancelled::countDown);
        return subscriber -> endless.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(Long message) {
                produced.incrementAndGet();
                subscriber.onNext(message);
            }

            @Override
            public void onError(Throwable reason) {
                subscriber.onError(reason);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }

    /** Keeps what came. */
    private static final class Collector implements Flow.Subscriber<Long> {
        final List<Long> messages = new ArrayList<>();
        /** Completed with the reason, which is null for a good end. */
        final CompletableFuture<Throwable> ended = new CompletableFuture<>();

        private final long first;
        private final AtomicLong count = new AtomicLong();
        volatile Flow.Subscription subscription;

        Collector(long first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            newSubscription.request(first);
        }

        @Override
        public void onNext(Long message) {
            messages.add(message);
            count.incrementAndGet();
        }

        @Override
        public void onError(Throwable reason) {
            ended.complete(reason);
        }

        @Override
        public void onComplete() {
            ended.complete(null);
        }

        Throwable end() throws Exception {
            return ended.get(SECONDS, TimeUnit.SECONDS);
        }

        void await(long messagesThere) {
            FlowRig.await("messages", () -> count.get() >= messagesThere);
        }
    }
}
