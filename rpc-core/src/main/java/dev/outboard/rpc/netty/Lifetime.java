package dev.outboard.rpc.netty;

import java.util.ArrayList;
import java.util.List;

/** Whether a connection is over, and what its user wants done then. Any thread. */
final class Lifetime {
    private final List<Runnable> actions = new ArrayList<>(1);
    private volatile boolean over;

    boolean isOver() {
        return over;
    }

    /** Has {@code action} run at the end; false where that was before, and the caller runs it. */
    boolean atEnd(Runnable action) {
        synchronized (actions) {
            if (!over) {
                actions.add(action);
                return true;
            }
        }
        return false;
    }

    /** Ends it; returns the actions, once. */
    List<Runnable> end() {
        synchronized (actions) {
            over = true;
            List<Runnable> due = List.copyOf(actions);
            actions.clear();
            return due;
        }
    }
}
