package dev.outboard.rpc.netty;

import dev.outboard.rpc.call.TokenBucket;
import dev.outboard.rpc.frame.Fault;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what peers do wrong, and logs it, one line each, as far as a rate allows: peers decide how often. Any thread. */
final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);
    private static final int LINES_PER_SECOND = 10;

    private final Map<Fault, LongAdder> counts = new EnumMap<>(Fault.class);
    private final TokenBucket lines = new TokenBucket(LINES_PER_SECOND, System.nanoTime());
    private final LongAdder unlogged = new LongAdder();

    FaultLog() {
        for (Fault fault : Fault.values()) {
            counts.put(fault, new LongAdder());
        }
    }

    /** Books a connection that is closed for {@code fault}. */
    void closed(long connectionId, String remoteAddress, Fault fault, String detail) {
        LongAdder count = counts.get(fault);
        if (count != null) {
            count.increment();
        }
        if (mayLog()) {
            LOG.warn(
                    "connection {} from {} closed: {}, {}{}",
                    connectionId,
                    remoteAddress,
                    fault.label(),
                    detail,
                    suppressed());
        }
    }

    /** Logs an error of user code, which closes nothing. */
    void threw(String what, Throwable error) {
        if (mayLog()) {
            LOG.warn("{} threw{}", what, suppressed(), error);
        }
    }

    /** Connections closed so far, by label; only faults that happened. */
    Map<String, Long> counts() {
        Map<String, Long> happened = new TreeMap<>();
        counts.forEach((fault, count) -> {
            if (count.sum() > 0) {
                happened.put(fault.label(), count.sum());
            }
        });
        return happened;
    }

    private boolean mayLog() {
        synchronized (lines) {
            if (lines.tryTake(System.nanoTime())) {
                return true;
            }
        }
        unlogged.increment();
        return false;
    }

    private String suppressed() {
        long count = unlogged.sumThenReset();
        return count == 0 ? "" : " (" + count + " more not logged)";
    }
}
