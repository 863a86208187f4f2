package dev.outboard.rpc.hostile;

import dev.outboard.rpc.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server to be attacked, and how hard. Immutable.
 *
 * @param address where it speaks plain
 * @param tls where it speaks TLS; null for nowhere
 * @param methods what may be called there
 * @param patience how long an attacker waits for what the server makes of it: longer than the server's own timeouts
 * @param pace between two bytes of those that send byte by byte: shorter than the server's timeouts
 * @param frames how many frames a flood has
 * @param crowd how many connections come at a time
 */
public record Target(
        InetSocketAddress address,
        @Nullable InetSocketAddress tls,
        Methods methods,
        Duration patience,
        Duration pace,
        int frames,
        int crowd) {

    /**
     * Methods of the server.
     *
     * @param unary answers soon, whatever the bytes
     * @param large unary, answers soon, and at length
     * @param held unary, and answers only when it is cancelled
     * @param stream both ways, and stays open
     * @param source a stream from the server with far more messages than a window holds
     * @param sourceRequest the request that brings them
     * @param oneWay a message without a reply
     */
    public record Methods(
            Method unary,
            Method large,
            Method held,
            Method stream,
            Method source,
            byte[] sourceRequest,
            Method oneWay) {}

    /** A server on this machine that has {@link Victim}'s service, with defaults for a server with the default limits. */
    public static Target of(int port) {
        return new Target(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                null,
                Victim.METHODS,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                20_000,
                100);
    }

    /** With another patience and pace. */
    public Target timing(Duration newPatience, Duration newPace) {
        return new Target(address, tls, methods, newPatience, newPace, frames, crowd);
    }

    /** With more or less of what comes in numbers. */
    public Target scale(int newFrames, int newCrowd) {
        return new Target(address, tls, methods, patience, pace, newFrames, newCrowd);
    }

    /** With a port that speaks TLS, on the same host. */
    public Target tlsPort(int port) {
        return new Target(
                address, new InetSocketAddress(address.getAddress(), port), methods, patience, pace, frames, crowd);
    }

    /** With methods of your own. */
    public Target calling(Methods newMethods) {
        return new Target(address, tls, newMethods, patience, pace, frames, crowd);
    }
}
