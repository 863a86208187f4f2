package dev.outboard.rpc.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** Publishers and subscribers keep the rules of Reactive Streams 1.0.4, by its own tests, over a real connection. */
final class FlowTckTest {
    /** For what must come; far more than it takes. */
    private static final long COMES_MILLIS = 10_000;
    /** For what must not come. */
    private static final long QUIET_MILLIS = 50;

    private static FlowRig rig;

    @BeforeAll
    static void open() {
        rig = new FlowRig(Execution.EVENT_LOOP);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static TestEnvironment environment() {
        return new TestEnvironment(COMES_MILLIS, QUIET_MILLIS, QUIET_MILLIS, false);
    }

    @Test
    void repliesOfAServer_areAPublisher() {
        assertThat(passed(Replies.class)).isGreaterThan(20);
    }

    @Test
    void echoes_areAPublisher() {
        assertThat(passed(Echoes.class)).isGreaterThan(20);
    }

    @Test
    void senderOfMessages_isASubscriber() {
        assertThat(passed(Sender.class)).isGreaterThan(10);
    }

    /** Runs them; returns how many passed. */
    private static int passed(Class<?> tests) {
        TestListenerAdapter outcome = new TestListenerAdapter();
        TestNG runner = new TestNG(false);
        runner.setVerbose(0);
        runner.setTestClasses(new Class<?>[] {tests});
        runner.addListener(outcome);
        runner.run();
        List<String> failed = new ArrayList<>();
        List<ITestResult> bad = new ArrayList<>(outcome.getFailedTests());
        bad.addAll(outcome.getConfigurationFailures());
        for (ITestResult result : bad) {
            failed.add(result.getName() + ": " + result.getThrowable());
        }
        assertThat(failed).isEmpty();
        return outcome.getPassedTests().size();
    }

    /** What a server streams. */
    public static final class Replies extends FlowPublisherVerification<Long> {
        /** Called by TestNG. */
        public Replies() {
            super(environment());
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1L << 40;
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return rig.numbers(elements);
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            return rig.numbers(-1);
        }
    }

    /** What a client sends and gets back. */
    public static final class Echoes extends FlowPublisherVerification<Long> {
        /** Called by TestNG. */
        public Echoes() {
            super(environment());
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1L << 40;
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return echo(elements);
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            return rig.numbers(-1);
        }
    }

    private static Flow.Publisher<Long> echo(long elements) {
        return FlowCall.bidiStream(
                rig.connection,
                FlowRig.ECHO,
                new FlowRig.Range(elements, () -> {}),
                FlowRig.NUMBERS,
                FlowRig.NUMBERS,
                FlowRig.OPTIONS);
    }

    /** What sends a publisher's messages, into a stream that is always open. */
    public static final class Sender extends FlowSubscriberBlackboxVerification<Long> {
        /** Called by TestNG. */
        public Sender() {
            super(environment());
        }

        @Override
        public Flow.Subscriber<Long> createFlowSubscriber() {
            return new Outflow<>(new OpenStream(), FlowRig.NUMBERS, new Outflow.End() {
                @Override
                public void completed() {
                    // As it should be.
                }

                @Override
                public void failed(Throwable reason) {
                    // The rules have publishers fail.
                }
            });
        }

        @Override
        public Long createElement(int element) {
            return (long) element;
        }
    }
}
