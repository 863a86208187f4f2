package dev.outboard.testing;

import io.netty.util.LeakPresenceDetector;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/**
 * Counts Netty's own reference-counted resources, all of them, by the test class that was running when they were made,
 * so that a leak is reported once and by its own class.
 */
final class BufferCounts<T> extends LeakPresenceDetector<T> {
    private static volatile ResourceScope scope = new ResourceScope("no test class");

    private BufferCounts(Class<?> resource) {
        super(resource);
    }

    /** Starts a new count for all threads; the earlier ones stay open, for late releases. */
    static void enter(ResourceScope next) {
        scope = next;
    }

    @Override
    protected ResourceScope currentScope() {
        return scope;
    }

    /** Makes every detector of this JVM, from its installation on, a counting one. */
    static final class Factory extends ResourceLeakDetectorFactory {
        @Override
        @Deprecated
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            return new BufferCounts<>(resource);
        }

        @Override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
            return new BufferCounts<>(resource);
        }
    }
}
