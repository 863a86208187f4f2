package dev.outboard.im.load;

/** When messages are sent. Started once and stopped, perhaps more than once, by one thread. */
interface Pace extends Publisher.Ends {
    /** Begins to send. */
    void start();

    /** Sends nothing that is intended for later than now; returns when that is so. */
    void stop();

    /** Messages given up before everybody expected had got them, so that the next one could be sent. */
    long abandoned();

    /** By how much the 99th percentile of messages was sent later than intended, in nanoseconds. */
    long sendLagNanos();
}
