package dev.outboard.rpc;

import java.time.Duration;

/**
 * How a drain went.
 *
 * @param connections open when it began
 * @param forced connections that were closed because the time ran out
 * @param abandonedCalls calls in flight on those
 * @param elapsed from the first word to the last connection's end
 */
public record DrainReport(int connections, int forced, int abandonedCalls, Duration elapsed) {
    /** Whether every call was answered and every byte written. */
    public boolean clean() {
        return forced == 0;
    }
}
