package dev.outboard.bench.peers.dubbo;

import io.netty.util.concurrent.MultithreadEventExecutorGroup;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.dubbo.common.resource.GlobalResourceInitializer;
import org.apache.dubbo.remoting.transport.netty4.NettyClient;
import org.jspecify.annotations.Nullable;

/**
 * Dubbo makes several event loops for clients and has no setting for it. Here every connection gets the first; the others
 * never run.
 */
final class OneLoop {
    private OneLoop() {}

    /** Before the first connection; returns the loop. */
    static ScheduledExecutorService forClients() {
        try {
            Object group = ((GlobalResourceInitializer<?>) value(NettyClient.class, "EVENT_LOOP_GROUP", null)).get();
            Object[] loops = (Object[]) value(MultithreadEventExecutorGroup.class, "children", group);
            Arrays.fill(loops, loops[0]);
            return (ScheduledExecutorService) loops[0];
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("event loops: not found (expected: those of Dubbo 3.3.6)", e);
        }
    }

    private static Object value(Class<?> type, String name, @Nullable Object owner)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
