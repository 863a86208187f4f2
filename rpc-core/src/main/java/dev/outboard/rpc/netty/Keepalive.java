package dev.outboard.rpc.netty;

import dev.outboard.rpc.Limits;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameType;
import java.nio.ByteBuffer;

/**
 * Finds out whether a silent peer is still there. One timer per connection, which is looked at when it rings and never when
 * something is read: that costs nothing but the time stamp that reading takes anyway. Belongs to the event loop.
 */
final class Keepalive {
    private final FramedConnection connection;
    private final Limits limits;
    private final long intervalNanos;
    private final long timeoutNanos;
    private final Alarm alarm;
    private boolean asked;
    private long askedNanos;
    private long pings;

    Keepalive(FramedConnection connection, LoopContext loop, Limits limits) {
        this.connection = connection;
        this.limits = limits;
        this.intervalNanos = limits.keepaliveInterval().toNanos();
        this.timeoutNanos = limits.keepaliveTimeout().toNanos();
        this.alarm = new Alarm(loop.eventLoop, this::look);
    }

    /** The handshake is done. */
    void opened() {
        if (intervalNanos > 0) {
            long now = connection.now();
            alarm.ringBy(now + intervalNanos, now);
        }
    }

    /** The connection is over. */
    void ended() {
        alarm.stop();
    }

    private void look() {
        long now = connection.loop.clock.nanoTime();
        long heard = connection.lastReadNanos();
        asked &= heard - askedNanos < 0;
        if (asked && now - askedNanos >= timeoutNanos) {
            connection.fault(
                    Fault.KEEPALIVE_TIMEOUT,
                    "silence: " + limits.keepaliveTimeout() + " behind a PING (expected: its PONG)");
            return;
        }
        if (!asked && now - heard >= intervalNanos) {
            asked = true;
            askedNanos = now;
            connection.out.control(
                    FrameType.PING,
                    0,
                    ByteBuffer.allocate(Long.BYTES).putLong(++pings).array());
            connection.out.flush();
        }
        // After a PING also before its time is over: an answer begins a new interval.
        long end = askedNanos + timeoutNanos;
        long next = now + intervalNanos;
        alarm.ringBy(!asked ? heard + intervalNanos : next - end < 0 ? next : end, now);
    }
}
