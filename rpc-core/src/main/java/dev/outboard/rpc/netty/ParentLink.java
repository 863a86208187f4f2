package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CancelRegistration;
import org.jspecify.annotations.Nullable;

/** Ties a call to the one that it is made for, until it ends: a long parent does not collect what its children left. Any thread. */
final class ParentLink {
    private static final String CANCELLED = "parent: cancelled";

    private @Nullable CancelRegistration registration;
    private @Nullable CallHandle child;
    private boolean cancelled;

    /**
     * Ties a call that is about to be made.
     *
     * @throws IllegalStateException where the parent has ended
     */
    static ParentLink to(CallContext parent) {
        ParentLink link = new ParentLink();
        CancelRegistration added = parent.onCancel(link::cancel);
        synchronized (link) {
            link.registration = added;
        }
        return link;
    }

    /** The child is on its way; its parent may have been cancelled meanwhile. */
    void made(CallHandle call) {
        synchronized (this) {
            if (!cancelled) {
                child = call;
                return;
            }
        }
        call.cancel(CANCELLED);
    }

    /** The child has ended, or was never made. */
    synchronized void end() {
        child = null;
        CancelRegistration added = registration;
        registration = null;
        if (added != null) {
            added.remove();
        }
    }

    private void cancel() {
        CallHandle call;
        synchronized (this) {
            cancelled = true;
            call = child;
        }
        if (call != null) {
            call.cancel(CANCELLED);
        }
    }
}
