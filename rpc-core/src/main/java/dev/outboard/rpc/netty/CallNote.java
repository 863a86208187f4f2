package dev.outboard.rpc.netty;

import org.jspecify.annotations.Nullable;

/** What is kept with one call for those who hear of its end. Made only where there is something to keep. */
final class CallNote {
    private final @Nullable Object[] kept;
    /** Where calls are recorded. */
    final @Nullable CallEvent event;

    CallNote(int observers, @Nullable CallEvent event) {
        this.kept = new @Nullable Object[observers];
        this.event = event;
    }

    void keep(int observer, Object what) {
        kept[observer] = what;
    }

    @Nullable
    Object kept(int observer) {
        return kept[observer];
    }
}
