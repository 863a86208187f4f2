package dev.outboard.bench.peers;

/**
 * A contender of the codec benchmark, opened on one data set: it has its own encoded form of every message, in memory
 * outside the heap where the library can read that, and one target to encode into. One thread.
 */
public interface Peer {
    /** Encodes message {@code i} from its plain Java values; returns how many bytes that gave. */
    int encode(int i);

    /** The bytes of the last {@link #encode}. */
    byte[] encoded();

    /** Decodes message {@code i} and touches every field, each string as a {@link String}; returns a sum of them. */
    long decode(int i);

    /** As {@link #decode}, but of strings only length, first and last byte, where they lie. */
    long decodeNoStrings(int i);

    /** Whether the library can do {@link #decodeNoStrings}. */
    boolean readsWithoutStrings();

    /** Decodes message {@code i} into the plain Java values that it was made of. */
    Object read(int i);

    /** Opens a contender. Implementations have a constructor without arguments. */
    interface Factory {
        /** Opens it on a data set. */
        Peer open(DataSet data);
    }
}
