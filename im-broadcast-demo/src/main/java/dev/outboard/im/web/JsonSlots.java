package dev.outboard.im.web;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls in flight of one page, in the slots of its connection, the lowest first. On the event loop. */
final class JsonSlots {
    /** A call in flight. */
    record Used(long id, JsonCalls.Known known) {}

    private final BitSet taken = new BitSet();
    private final List<@Nullable Used> used = new ArrayList<>();
    private int limit;

    JsonSlots() {
        taken.set(0);
        used.add(null);
    }

    /** Slots 1 to this may be used. */
    void limit(int slots) {
        limit = slots;
    }

    int limit() {
        return limit;
    }

    boolean hasRoom() {
        return taken.nextClearBit(0) <= limit;
    }

    /** Takes a free slot, of which there is one; returns its stream, whose generation a server takes as it comes. */
    int take(long id, JsonCalls.Known known) {
        int slot = taken.nextClearBit(0);
        taken.set(slot);
        if (slot == used.size()) {
            used.add(null);
        }
        used.set(slot, new Used(id, known));
        return slot;
    }

    /** Frees the slot of a call that was answered. */
    Used giveBack(int stream) {
        Used call = stream < used.size() ? used.get(stream) : null;
        if (call == null) {
            throw new IllegalStateException("stream: " + stream + " (expected: of a call in flight)");
        }
        used.set(stream, null);
        taken.clear(stream);
        return call;
    }
}
