package dev.outboard.im.server;

import java.util.concurrent.TimeUnit;

/** The time, in both senses. Any thread. */
interface ChatClock {
    /** The machine's clocks. */
    ChatClock SYSTEM = new ChatClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long seconds() {
            return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        }
    };

    /** Nanoseconds since some fixed moment; only differences mean anything. */
    long nanos();

    /** Seconds since 1970. */
    long seconds();
}
