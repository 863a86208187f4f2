package dev.outboard.im.chat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the logs of all groups keep together, and may. Any thread. */
public final class HistoryBudget {
    private final HistoryLimits limits;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder messages = new LongAdder();

    public HistoryBudget(HistoryLimits limits) {
        this.limits = limits;
    }

    public HistoryLimits limits() {
        return limits;
    }

    /** Bytes of the frames that are kept. */
    public long bytes() {
        return bytes.get();
    }

    /** Messages that are kept. */
    public long messages() {
        return messages.sum();
    }

    /** Books a message if there is room for it. */
    boolean tryTake(int messageBytes) {
        if (bytes.addAndGet(messageBytes) > limits.totalBytes()) {
            bytes.addAndGet(-messageBytes);
            return false;
        }
        messages.increment();
        return true;
    }

    void giveBack(int messageBytes) {
        bytes.addAndGet(-messageBytes);
        messages.decrement();
    }
}
