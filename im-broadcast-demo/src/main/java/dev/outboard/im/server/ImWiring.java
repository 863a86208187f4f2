package dev.outboard.im.server;

import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.TlsOptions;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server is connected to, beside {@link ImServerOptions}. Immutable.
 *
 * @param tls how connections are encrypted; null for not at all
 * @param maxConnections connections at a time, above 0; more are closed as they come
 * @param observers hear of every call
 * @param started is given the RPC server once it accepts connections, for meters; <em>borrows</em> it
 * @param switchable whether {@link ImServer#switchTo} is to work; a server that is not publishes on the threads that suit its mode best
 * @param sharing with whom groups are shared; null for nobody
 */
public record ImWiring(
        @Nullable TlsOptions tls,
        int maxConnections,
        List<CallObserver> observers,
        Consumer<RpcServer> started,
        boolean switchable,
        @Nullable Sharing sharing) {
    /** The connections that a server takes where nobody says otherwise. */
    public static final int MAX_CONNECTIONS = 100_000;

    /** Refuses numbers out of range. */
    public ImWiring {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("max-connections: " + maxConnections + " (expected: 1 or more)");
        }
        observers = List.copyOf(observers);
    }

    /** A server that stays in its mode, and shares its groups with nobody. */
    public ImWiring(
            @Nullable TlsOptions tls, int maxConnections, List<CallObserver> observers, Consumer<RpcServer> started) {
        this(tls, maxConnections, observers, started, false, null);
    }

    /** The same, with groups shared; <em>consumes</em> the backplane where a server is started with it. */
    public ImWiring withSharing(@Nullable Sharing value) {
        return new ImWiring(tls, maxConnections, observers, started, switchable, value);
    }

    /** The same, and able to switch its mode or not. */
    public ImWiring withSwitchable(boolean value) {
        return new ImWiring(tls, maxConnections, observers, started, value, sharing);
    }

    /** Nothing beside the options. */
    public static ImWiring none() {
        return new ImWiring(null, MAX_CONNECTIONS, List.of(), server -> {});
    }
}
