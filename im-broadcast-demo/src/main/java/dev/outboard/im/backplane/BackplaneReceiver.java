package dev.outboard.im.backplane;

/** Who gets what comes over a {@link Backplane}. Records come from one thread at a time, signals from one as well. */
public interface BackplaneReceiver {
    /**
     * A record, of any node, this one among them. May come again.
     *
     * @param whole whether this is all that was stored since the record before it; otherwise some may have been missed
     */
    void record(byte[] record, boolean whole);

    /** What another node tells. */
    void signal(byte[] signal);

    /** The others can be reached again; what they told meanwhile is lost. */
    void connected();
}
