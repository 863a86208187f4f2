package dev.outboard.im.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes when it is told to. */
final class FakeClock implements ChatClock {
    static final long START_SECONDS = 1_790_000_000;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long seconds() {
        return START_SECONDS + TimeUnit.NANOSECONDS.toSeconds(nanos());
    }

    void advanceMillis(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
