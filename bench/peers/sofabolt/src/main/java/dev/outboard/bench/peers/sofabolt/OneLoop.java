package dev.outboard.bench.peers.sofabolt;

import io.netty.util.concurrent.MultithreadEventExecutorGroup;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** SOFABolt makes several event loops and has no setting for it. Here every connection gets the first; the others never run. */
final class OneLoop {
    private OneLoop() {}

    /** Before the first connection; returns the loop. */
    static ScheduledExecutorService of(Class<?> owner) {
        try {
            Object[] loops = (Object[])
                    value(MultithreadEventExecutorGroup.class, "children", value(owner, "workerGroup", null));
            Arrays.fill(loops, loops[0]);
            return (ScheduledExecutorService) loops[0];
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(owner + ": event loops not found (expected: those of SOFABolt 1.6.12)", e);
        }
    }

    private static Object value(Class<?> type, String name, @Nullable Object owner)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
