package dev.outboard.rpc;

import java.time.Duration;

/**
 * How a drain went.
 *
 * @param connections open when it began
 * @param completedCalls calls and streams that were in flight and ended, however their handlers ended them
 * @param movedCalls calls and streams that came too late and were refused as not processed, so that their clients can make
 *     them elsewhere
 * @param forced connections that were closed because the time ran out
 * @param abandonedCalls calls and streams in flight on those: they failed
 * @param elapsed from the first word to the last connection's end
 */
public record DrainReport(
        int connections, long completedCalls, long movedCalls, int forced, int abandonedCalls, Duration elapsed) {
    /** Whether every call was answered and every byte written. */
    public boolean clean() {
        return forced == 0;
    }
}
