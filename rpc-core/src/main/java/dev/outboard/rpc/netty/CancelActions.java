package dev.outboard.rpc.netty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What the user of a call or stream on the server wants done when its client gives up; reused with it. Any thread. */
final class CancelActions {
    /** In the place of an action: the client has given up. */
    private static final Runnable CANCELLED = () -> {};

    private static final VarHandle ACTION;

    static {
        try {
            ACTION = MethodHandles.lookup().findVarHandle(CancelActions.class, "action", Runnable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Runnable action;

    boolean isCancelled() {
        return action == CANCELLED;
    }

    /** The client gives up: what is to be run, null where that is nothing, or was returned before. */
    @Nullable
    Runnable cancel() {
        Runnable before = (Runnable) ACTION.getAndSet(this, CANCELLED);
        return before == CANCELLED ? null : before;
    }

    /** Has {@code more} run behind what is there; runs it now where the client has given up. */
    void add(Runnable more) {
        Runnable before;
        do {
            before = action;
            if (before == CANCELLED) {
                more.run();
                return;
            }
        } while (!ACTION.compareAndSet(this, before, before == null ? more : new Both(before, more)));
    }

    /** Begins anew. */
    void reset() {
        if (action != null) {
            action = null;
        }
    }

    private record Both(Runnable first, Runnable second) implements Runnable {
        @Override
        public void run() {
            try {
                first.run();
            } finally {
                second.run();
            }
        }
    }
}
