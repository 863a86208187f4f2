package dev.outboard.rpc.netty;

import dev.outboard.rpc.CancelRegistration;
import org.jspecify.annotations.Nullable;

/** What the user of a call or stream on the server wants done when its client gives up; reused with it. Any thread. */
final class CancelActions {
    private volatile boolean cancelled;
    private volatile @Nullable Action first;
    /** This and what follows is written under the lock only. */
    private @Nullable Action last;

    /** Counts the lists: what stood in an earlier one cannot be taken out any more. */
    private int list;

    boolean isCancelled() {
        return cancelled;
    }

    /**
     * The client gives up: what is to be run, the rest of it behind {@link Action#next}; null where that is nothing, or was
     * returned before.
     */
    @Nullable
    Action cancel() {
        synchronized (this) {
            if (cancelled) {
                return null;
            }
            cancelled = true;
            return takeAll();
        }
    }

    /** Has {@code what} run behind what is there; runs it now where the client has given up. */
    CancelRegistration add(Runnable what) {
        Action added = new Action(this, what);
        synchronized (this) {
            if (!cancelled) {
                append(added);
                return added;
            }
        }
        what.run();
        return () -> {};
    }

    /** Begins anew. */
    void reset() {
        if (cancelled || first != null) {
            synchronized (this) {
                cancelled = false;
                takeAll();
            }
        }
    }

    private void append(Action added) {
        added.list = list;
        added.previous = last;
        if (last == null) {
            first = added;
        } else {
            last.next = added;
        }
        last = added;
    }

    private @Nullable Action takeAll() {
        Action all = first;
        first = null;
        last = null;
        list++;
        return all;
    }

    private synchronized void remove(Action gone) {
        boolean stands = gone.list == list && !gone.removed;
        gone.removed = true;
        if (!stands) {
            return; // one of a list that is being run is passed over, but keeps its place in it
        }
        if (gone.previous == null) {
            first = gone.next;
        } else {
            gone.previous.next = gone.next;
        }
        if (gone.next == null) {
            last = gone.previous;
        } else {
            gone.next.previous = gone.previous;
        }
        gone.previous = null;
        gone.next = null;
    }

    /** One action, linked to its neighbours. */
    static final class Action implements Runnable, CancelRegistration {
        private final CancelActions actions;
        private final Runnable what;
        private @Nullable Action previous;
        private @Nullable Action next;
        private int list;
        private volatile boolean removed;

        Action(CancelActions actions, Runnable what) {
            this.actions = actions;
            this.what = what;
        }

        /** The one to run behind this, of a list that was taken. */
        @Nullable
        Action next() {
            return next;
        }

        @Override
        public void run() {
            if (!removed) {
                what.run();
            }
        }

        @Override
        public void remove() {
            actions.remove(this);
        }
    }
}
