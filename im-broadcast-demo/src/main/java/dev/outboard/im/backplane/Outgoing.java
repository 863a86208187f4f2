package dev.outboard.im.backplane;

import org.jspecify.annotations.Nullable;

/**
 * A record on its way out. The backplane calls {@link #deliver} and then {@link #stored}, each once and for all of a node's
 * records in the order in which they were offered, on one thread of its own; for a record whose id was another's before,
 * {@link #stored} alone, unless it was delivered already.
 */
public interface Outgoing {
    /** Where it belongs: words of letters and digits with dots between, such as {@code g.7}. */
    String target();

    /** Tells records apart, also those of other nodes: of several with one id only the first is stored. Printable ASCII. */
    String id();

    /** Whether another node may have offered a record with this id. */
    boolean shared();

    /** The record. Never changed. */
    byte[] bytes();

    /**
     * This node may use it. That is when it is stored, or before, where the store cannot be reached: a node alone goes on.
     */
    void deliver();

    /**
     * It is stored.
     *
     * @param first the record that had this id before, in whose place this one is not stored; null where this one is
     */
    void stored(byte @Nullable [] first);
}
