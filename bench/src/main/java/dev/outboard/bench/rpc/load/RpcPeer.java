package dev.outboard.bench.rpc.load;

import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** A contender: a server that echoes, and a client. Has a public constructor without parameters; each JVM uses one side. */
public interface RpcPeer {
    /**
     * Starts the server on a free port of the loopback interface.
     *
     * @param mode which of its ways to serve, as the list of contenders names it
     */
    Server serve(String mode, Payload payload) throws Exception;

    /** Makes the client; its connections come from {@link Client#connect}. */
    Client client(String mode, Payload payload, int port) throws Exception;

    /** A running server. */
    interface Server extends AutoCloseable {
        int port();

        @Override
        void close();

        /** The server on {@code port} that {@code close} ends. */
        static Server of(int port, Runnable close) {
            return new Server() {
                @Override
                public int port() {
                    return port;
                }

                @Override
                public void close() {
                    close.run();
                }
            };
        }
    }

    /** A client. */
    interface Client extends AutoCloseable {
        /**
         * Opens one more connection and waits until it takes calls.
         *
         * @param inFlight the most calls that it will have in flight
         */
        Caller connect(int inFlight) throws Exception;

        /**
         * The event loop that all connections are on and that brings all replies, for the ticks of a load; null where there is none
         * such. Lent: the load schedules tasks there, and cancels them before it ends.
         */
        default @Nullable ScheduledExecutorService eventLoop() {
            return null;
        }

        @Override
        void close();
    }

    /** One connection. Calls may be started on any thread, and by a call's end on the thread that brought it. */
    @FunctionalInterface
    interface Caller {
        /**
         * Starts a call with the content that belongs to {@link Call#id}; its end comes to {@link Call#replied} or
         * {@link Call#failed}, once.
         */
        void start(Call call);
    }
}
