package dev.outboard.testing;

import io.netty.util.ResourceLeakDetectorFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails a test class that leaves behind a frame, a Netty buffer or a thread. It is on in every module that has this one
 * on its test class path: the service file here registers it and {@code junit-platform.properties} here switches the
 * detection of such extensions on.
 *
 * <p>Behind each top-level class, after its own {@code @AfterAll}, every {@link dev.outboard.codec.MemoryLedger} made
 * since its start must read {@code used = 0} and {@code lost = 0}, every tracked Netty buffer must be released and every thread must have
 * ended, all within ten seconds, since closing is often asynchronous. {@link LeakCheck} adds the first two behind each
 * test. One class at a time: not for concurrent test execution.
 */
public final class LeakCheckExtension implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {
    /** Configuration parameter: how long closing may take, in milliseconds. */
    static final String GRACE_MILLIS = "outboard.leakcheck.grace.millis";

    private static final long DEFAULT_GRACE_MILLIS = 10_000;

    /** Made by JUnit. From here on Netty's buffers are counted; none may have been made before. */
    public LeakCheckExtension() {
        if (!(ResourceLeakDetectorFactory.instance() instanceof BufferCounts.Factory)) {
            ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new BufferCounts.Factory());
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isTopLevel(context)) {
            LeakScope.begin(context.getDisplayName(), TimeUnit.MILLISECONDS.toNanos(graceMillis(context)));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (AnnotationSupport.isAnnotated(context.getRequiredTestClass(), LeakCheck.class)) {
            LeakScope.required().checkMemory();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isTopLevel(context)) {
            LeakScope.end();
        }
    }

    private static long graceMillis(ExtensionContext context) {
        return context.getConfigurationParameter(GRACE_MILLIS, Long::valueOf).orElse(DEFAULT_GRACE_MILLIS);
    }

    private static boolean isTopLevel(ExtensionContext context) {
        return context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
    }
}
