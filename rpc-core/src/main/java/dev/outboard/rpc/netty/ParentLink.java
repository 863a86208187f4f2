package dev.outboard.rpc.netty;

import dev.outboard.rpc.CancelRegistration;
import org.jspecify.annotations.Nullable;

/** Ties a call to the one that it is made for, until it ends: a long parent does not collect what its children left. Any thread. */
final class ParentLink {
    private @Nullable CancelRegistration registration;
    private boolean over;

    /** The parent knows of the child, which may have ended by now. */
    synchronized void registered(CancelRegistration added) {
        if (over) {
            added.remove();
        } else {
            registration = added;
        }
    }

    /** The child has ended. */
    synchronized void end() {
        over = true;
        CancelRegistration added = registration;
        registration = null;
        if (added != null) {
            added.remove();
        }
    }
}
