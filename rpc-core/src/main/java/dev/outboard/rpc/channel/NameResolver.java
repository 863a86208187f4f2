package dev.outboard.rpc.channel;

import dev.outboard.rpc.Status;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds the addresses behind a channel's target, and says when they change. {@link #start} is called once, first;
 * {@link #close} once, last. No method blocks.
 */
public interface NameResolver extends AutoCloseable {
    /** Begins; the listener may be called from now on until {@link #close}, on any thread. */
    void start(Listener listener);

    /** A connection was lost or refused: the addresses may be old. The resolver bounds how often it looks. */
    void refresh();

    @Override
    void close();

    /** The channel, to its resolver. Any thread. */
    interface Listener {
        /**
         * These are all addresses, in order of preference. One that is not resolved is resolved each time it is connected
         * to; TLS checks the name in each.
         */
        void onAddresses(List<InetSocketAddress> addresses);

        /** They could not be found; those that were found before stay. */
        void onFailure(Status status);
    }
}
