package dev.outboard.rpc.netty;

import org.jspecify.annotations.Nullable;

/** What is kept with one call for those who hear of its end. Made only where one of them keeps something. */
final class CallNote {
    private final @Nullable Object[] kept;

    CallNote(int observers) {
        kept = new @Nullable Object[observers];
    }

    void keep(int observer, Object what) {
        kept[observer] = what;
    }

    @Nullable
    Object kept(int observer) {
        return kept[observer];
    }
}
