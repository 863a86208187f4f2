package dev.outboard.im.load;

import dev.outboard.im.client.ChatMessage;
import dev.outboard.im.client.Feed;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Checks what recovering users hand on: that it was sent, that it is unaltered, that nobody gets anything twice, and that the
 * numbers of a group and epoch come one by one. It knows nothing of how the users do that. Any thread.
 */
final class RoamTally {
    private final Population population;
    private final Texts texts;
    private final Broadcasts broadcasts;
    private final Recorder latencies = new Recorder(Tally.MAX_LATENCY_NANOS, 3);
    private final Set<Thread> eventLoops = ConcurrentHashMap.newKeySet();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deliveredInWindow = new LongAdder();
    private final LongAdder stray = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder altered = new LongAdder();
    private final LongAdder duplicate = new LongAdder();
    private final LongAdder reordered = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder full = new LongAdder();
    private volatile @Nullable Window window;
    private volatile Tally.@Nullable Completions completions;

    RoamTally(Population population, Texts texts, Broadcasts broadcasts) {
        this.population = population;
        this.texts = texts;
        this.broadcasts = broadcasts;
    }

    /** Says what is measured and who wants to hear of complete messages; before the first message is sent. */
    void begin(Window window, Tally.Completions completions) {
        this.completions = completions;
        this.window = window;
    }

    /**
     * What takes a user's messages.
     *
     * @param measured whether his latencies count
     */
    Feed feed(int user, boolean measured) {
        return new Checked(user, measured);
    }

    /** Looks whether everybody has got a message, once there is a receipt, too. */
    void complete(Broadcast broadcast) {
        if (broadcast.isFull() && broadcast.end()) {
            broadcasts.full(broadcast);
            full.increment();
            Tally.Completions told = completions;
            if (told != null) {
                told.complete(broadcast);
            }
        }
    }

    long delivered() {
        return delivered.sum();
    }

    long deliveredInWindow() {
        return deliveredInWindow.sum();
    }

    /** Messages that everybody has got. */
    long full() {
        return full.sum();
    }

    /** From the intended time to the delivery, nanoseconds; taken once. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    /** Threads that have delivered. */
    Stream<Thread> eventLoops() {
        return eventLoops.stream();
    }

    RoamReport.Faults faults() {
        return new RoamReport.Faults(
                duplicate.sum(), reordered.sum(), skipped.sum(), altered.sum(), stray.sum(), unknown.sum());
    }

    /** The messages of one user. Used under the user's lock. */
    private final class Checked implements Feed {
        private final int user;
        private final boolean measured;
        private final int[] groups;
        private final Map<Long, Map<Long, Long>> lasts = new HashMap<>();

        Checked(int user, boolean measured) {
            this.user = user;
            this.measured = measured;
            this.groups = population.groupsOf(user);
        }

        @Override
        public void onMessage(ChatMessage message) {
            long now = System.nanoTime();
            eventLoops.add(Thread.currentThread());
            delivered.increment();
            int membership = java.util.Arrays.binarySearch(groups, population.groupOf(message.groupId()));
            if (membership < 0) {
                stray.increment();
                return;
            }
            checkNumber(message);
            Broadcast broadcast = broadcasts.find(message.clientSequence());
            if (broadcast == null) {
                unknown.increment();
            } else if (broadcast == Broadcasts.FULL) {
                duplicate.increment();
            } else {
                check(message, broadcast, population.ordinalsOf(user)[membership], now);
            }
        }

        @Override
        public void onVoid(int groupId, long epoch, long upTo) {
            numbers(groupId).put(epoch, upTo);
        }

        @Override
        public void onLost(int groupId, long epoch, long after) {
            // Whatever comes next is the next one; what was lost is missing from the messages' own account.
            numbers(groupId).clear();
        }

        private void checkNumber(ChatMessage message) {
            Long last = numbers(message.groupId()).put(message.epoch(), message.sequence());
            if (last != null && message.sequence() <= last) {
                reordered.increment();
            } else if (last != null && message.sequence() != last + 1) {
                skipped.increment();
            }
        }

        private Map<Long, Long> numbers(int groupId) {
            return lasts.computeIfAbsent((long) groupId, unused -> new HashMap<>());
        }

        private void check(ChatMessage message, Broadcast broadcast, int ordinal, long now) {
            if (population.groupId(broadcast.group()) != message.groupId()
                    || message.sender() != population.userId(broadcast.publisher())
                    || message.intendedNanos() != broadcast.intendedNanos()) {
                unknown.increment();
            } else if (!broadcast.deliver(ordinal)) {
                duplicate.increment();
            } else {
                if (!texts.matches(message)) {
                    altered.increment();
                }
                measure(broadcast, now);
                complete(broadcast);
            }
        }

        private void measure(Broadcast broadcast, long now) {
            Window measuredWindow = window;
            if (measuredWindow == null || !measured) {
                return;
            }
            if (measuredWindow.contains(now)) {
                deliveredInWindow.increment();
            }
            long intended = broadcast.intendedNanos();
            if (measuredWindow.contains(intended)) {
                latencies.recordValue(Math.min(Math.max(0, now - intended), Tally.MAX_LATENCY_NANOS));
            }
        }
    }
}
