package dev.outboard.rpc.netty;

import dev.outboard.rpc.Limits;
import dev.outboard.rpc.call.TokenBucket;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.ProtocolException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer's limits in time: for the handshake, for the rest of a frame, for its PINGs and the other frames that carry no message.
 * Belongs to the event loop.
 */
final class ReadLimits {
    private final FramedConnection connection;
    private final FrameWalker walker;
    private final LoopContext loop;
    private final Limits limits;
    private final long incompleteNanos;
    private final Alarm incomplete;
    private @Nullable Future<?> handshake;
    private @Nullable TokenBucket pings;
    private @Nullable TokenBucket controls;
    /** Control frames that are not accounted for by a token. */
    private long controlled;

    private long watchedPart;

    ReadLimits(FramedConnection connection, FrameWalker walker, LoopContext loop, Limits limits) {
        this.connection = connection;
        this.walker = walker;
        this.loop = loop;
        this.limits = limits;
        this.incompleteNanos = limits.incompleteFrameTimeout().toNanos();
        this.incomplete = new Alarm(loop.eventLoop, this::checkIncomplete);
    }

    /** TCP is there. */
    void connected() {
        handshake = loop.eventLoop.schedule(
                this::handshakeTimedOut, limits.handshakeTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The handshake is done. */
    void opened() {
        Future<?> timer = handshake;
        handshake = null;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** A read has been walked; before the handshake is done, its own limit is the one that holds. */
    void readEnded(long readNanos) {
        if (handshake == null && walker.isIncomplete() && walker.parts() != watchedPart) {
            watchedPart = walker.parts();
            incomplete.ringBy(readNanos + incompleteNanos, readNanos);
        }
    }

    /** Books a PING. */
    void pinged(long readNanos) {
        TokenBucket bucket = pings;
        if (bucket == null) {
            pings = bucket = new TokenBucket(limits.pingsPerSecond(), readNanos);
        }
        if (!bucket.tryTake(readNanos)) {
            throw new ProtocolException(
                    Fault.TOO_MANY_PINGS, "pings: over " + limits.pingsPerSecond() + " a second (expected: fewer)");
        }
    }

    /**
     * Books a frame that carries no message, and is no PING.
     *
     * @param accounted how many of those the connection's messages account for, since its beginning
     */
    void controlled(long accounted, long readNanos) {
        if (controlled < accounted) {
            controlled++;
            return;
        }
        TokenBucket bucket = controls;
        if (bucket == null) {
            controls = bucket = new TokenBucket(limits.controlFramesPerSecond(), readNanos);
        }
        if (!bucket.tryTake(readNanos)) {
            throw new ProtocolException(
                    Fault.TOO_MANY_CONTROL_FRAMES,
                    "control frames: over " + limits.controlFramesPerSecond()
                            + " a second beside those of messages (expected: fewer)");
        }
    }

    /** The connection is over. */
    void ended() {
        opened();
        incomplete.stop();
    }

    private void handshakeTimedOut() {
        handshake = null;
        connection.fault(
                Fault.HANDSHAKE_TIMEOUT, "handshake: unfinished (expected: within " + limits.handshakeTimeout() + ")");
    }

    private void checkIncomplete() {
        if (!walker.isIncomplete()) {
            return;
        }
        if (walker.parts() == watchedPart) {
            connection.fault(
                    Fault.FRAME_TIMEOUT,
                    "frame: unfinished (expected: within " + limits.incompleteFrameTimeout() + ")");
        } else {
            watchedPart = walker.parts();
            long now = loop.clock.nanoTime();
            incomplete.ringBy(now + incompleteNanos, now);
        }
    }
}
