package dev.outboard.rpc.channel;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions one after the other, in the order given, without a thread of its own: whoever finds it idle runs his own
 * action and those that come meanwhile. So an action needs no lock, and may give further ones. Any thread.
 */
final class Serial {
    private static final Logger LOG = LoggerFactory.getLogger(Serial.class);

    private final ConcurrentLinkedQueue<Runnable> actions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();

    void execute(Runnable action) {
        actions.add(action);
        if (left.getAndIncrement() > 0) {
            return; // somebody is at it, and will see this one
        }
        do {
            Runnable next = actions.poll();
            if (next != null) {
                run(next);
            }
        } while (left.decrementAndGet() > 0);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable t) {
            LOG.error("channel: an action threw (expected: none does)", t);
        }
    }
}
