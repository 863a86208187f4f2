package dev.outboard.bench.peers;

/** A message in plain Java. */
public interface Model {
    /** What {@link Peer#decode} returns for a message that was decoded into this class. */
    long sum();
}
