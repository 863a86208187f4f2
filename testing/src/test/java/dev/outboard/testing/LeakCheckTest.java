package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.outboard.codec.MemoryLedger;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs test classes that leak, and that do not, under the leak check, and looks at what it makes of them. */
class LeakCheckTest {
    private static final String FIXTURES = "outboard.leakcheck.fixtures";

    @Test
    void cleanClass_passes() {
        assertThat(failuresOf(CleanFixture.class)).isEmpty();
    }

    @Test
    void frameOut_failsItsClass() {
        assertThat(failuresOf(FrameFixture.class))
                .contains("FrameFixture leaves behind frames")
                .contains("used=256");
    }

    @Test
    void frameLost_failsItsClass() {
        assertThat(failuresOf(LostFixture.class))
                .contains("LostFixture leaves behind frames")
                .contains("lost=1");
    }

    @Test
    void frameOut_failsItsTestWhereAsked() {
        EngineTestKit.Builder kit = kit(PerTestFixture.class);
        assertThat(kit.execute().testEvents().failed().stream()
                        .map(e -> e.getTestDescriptor().getDisplayName()))
                .containsExactly("leaks()");
    }

    @Test
    void nettyBufferOut_failsItsClass() {
        assertThat(failuresOf(BufferFixture.class)).contains("BufferFixture leaves behind Netty buffers");
        BufferFixture.leaked.release();
    }

    @Test
    void leakOfANestedClass_failsTheOuterOne() {
        assertThat(failuresOf(NestedFixture.class)).contains("NestedFixture leaves behind Netty buffers");
        NestedFixture.leaked.release();
    }

    @Test
    void leakOfAParameterizedClass_failsIt() {
        assertThat(failuresOf(ParameterizedFixture.class)).contains("ParameterizedFixture leaves behind Netty buffers");
        ParameterizedFixture.leaked.release();
    }

    @Test
    void threadStillRunning_failsItsClass() throws InterruptedException {
        assertThat(failuresOf(ThreadFixture.class)).contains("leaves behind thread leaked-by-fixture");
        ThreadFixture.END.countDown();
        ThreadFixture.thread.join();
    }

    @Test
    void leak_isReportedOnce() {
        failuresOf(BufferFixture.class);
        assertThat(failuresOf(CleanFixture.class)).isEmpty();
        BufferFixture.leaked.release();
    }

    private static String failuresOf(Class<?> fixture) {
        Events all = kit(fixture).execute().allEvents();
        return all.failed().stream().map(LeakCheckTest::message).reduce("", String::concat);
    }

    private static String message(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    private static EngineTestKit.Builder kit(Class<?> fixture) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(LeakCheckExtension.GRACE_MILLIS, "100")
                .configurationParameter(FIXTURES, "true")
                .selectors(selectClass(fixture));
    }

    /** Stands for an allocator, of which this module has none. */
    private static MemoryLedger ledgerOf(long usedBytes, long lostFrames) {
        MemoryLedger ledger = MemoryLedger.unbounded();
        ledger.open(new MemoryLedger.Usage() {
            @Override
            public long usedBytes() {
                return usedBytes;
            }

            @Override
            public long lostFrames() {
                return lostFrames;
            }
        });
        return ledger;
    }

    /** So that nobody else's choice of tests runs classes that are meant to fail. */
    @ExtendWith(OnlyFromHere.class)
    abstract static class Fixture {}

    static class OnlyFromHere implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getConfigurationParameter(FIXTURES).isPresent()
                    ? ConditionEvaluationResult.enabled("run by LeakCheckTest")
                    : ConditionEvaluationResult.disabled("leaks, for LeakCheckTest to see");
        }
    }

    static class CleanFixture extends Fixture {
        private static ByteBuf released;

        @BeforeAll
        static void open() {
            released = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        }

        @Test
        void works() {
            assertThat(ledgerOf(0, 0).usedBytes()).isZero();
        }

        @AfterAll
        static void close() {
            released.release();
        }
    }

    static class FrameFixture extends Fixture {
        @Test
        void leaks() {
            assertThat(ledgerOf(256, 0).usedBytes()).isEqualTo(256);
        }
    }

    static class LostFixture extends Fixture {
        @Test
        void leaks() {
            assertThat(ledgerOf(0, 1).lostFrames()).isEqualTo(1);
        }
    }

    @LeakCheck
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class PerTestFixture extends Fixture {
        private static ByteBuf leaked;

        @Test
        void isClean() {
            assertThat(PooledByteBufAllocator.DEFAULT.directBuffer(16).release())
                    .isTrue();
        }

        @Test
        void leaks() {
            leaked = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        }

        @Test
        void runsBehindTheLeak() {
            assertThat(leaked).isNotNull();
        }

        @AfterAll
        static void close() {
            leaked.release();
        }
    }

    static class BufferFixture extends Fixture {
        private static ByteBuf leaked;

        @Test
        void leaks() {
            leaked = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        }
    }

    static class NestedFixture extends Fixture {
        private static ByteBuf leaked;

        @Nested
        class Inner {
            @Test
            void leaks() {
                leaked = PooledByteBufAllocator.DEFAULT.directBuffer(16);
            }
        }
    }

    @ParameterizedClass
    @ValueSource(ints = {1, 2, 3})
    static class ParameterizedFixture extends Fixture {
        private static ByteBuf leaked;

        @Parameter
        int number;

        @Test
        void leaks() {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);
            if (number == 2) {
                leaked = buffer;
            } else {
                buffer.release();
            }
        }
    }

    static class ThreadFixture extends Fixture {
        private static final CountDownLatch END = new CountDownLatch(1);
        private static Thread thread;

        @Test
        void leaks() {
            thread = new Thread(ThreadFixture::waitForTheEnd, "leaked-by-fixture");
            thread.start();
        }

        private static void waitForTheEnd() {
            try {
                END.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
