package dev.outboard.codec;

/**
 * A message that outlives the call which delivered it: a reference on its frame, and a reader of its own. Made by
 * {@link WireReader#retain}, <em>owned</em> by whoever asked for it, who closes it once. Belongs to one thread at a time,
 * which need not be the one that made it.
 */
public interface Lease extends AutoCloseable {
    /**
     * The reader of the leased region, valid until {@link #close}; it allows what the call's own reader allowed, further
     * leases included.
     */
    WireReader reader();

    /**
     * Gives the reference back. What still uses the reader, or a decoder on it, gets an {@link IllegalStateException}.
     *
     * @throws IllegalStateException where it was closed before
     */
    @Override
    void close();
}
