package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.im.backplane.BackplaneReceiver;
import dev.outboard.im.chat.IdempotencyWindow;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what comes from other nodes to the lanes of its groups, and to those who are here. What this node has sent itself
 * comes back and is passed over, and so is what came before: nothing goes round in a circle, nothing is delivered twice.
 */
final class ClusterReceiver implements BackplaneReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterReceiver.class);

    private final UserTable table;
    private final TableWriter writer;
    private final RecordCodec codec;
    private final StoredDelivery delivery;
    private final IdempotencyWindow window;
    private final ClusterPresence presence;
    private final ClusterCounters counters;
    private final ChatClock clock;

    ClusterReceiver(
            UserTable table,
            TableWriter writer,
            RecordCodec codec,
            StoredDelivery delivery,
            IdempotencyWindow window,
            ClusterPresence presence,
            ClusterCounters counters,
            ChatClock clock) {
        this.table = table;
        this.writer = writer;
        this.codec = codec;
        this.delivery = delivery;
        this.window = window;
        this.presence = presence;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public void record(byte[] record, boolean whole) {
        try {
            StoredMessage message = codec.decode(record);
            if (message == null) {
                counters.bad.increment();
            } else if (codec.isOwn(message)) {
                counters.ignored.increment();
            } else {
                take(message, whole);
            }
        } catch (MalformedMessageException e) {
            counters.bad.increment();
        } catch (FrameBudgetException e) {
            counters.refused.increment();
        } catch (InterruptedException e) {
            // The backplane ends.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void signal(byte[] signal) {
        presence.signal(signal);
    }

    @Override
    public void connected() {
        presence.connected();
    }

    private void take(StoredMessage message, boolean whole) throws InterruptedException {
        boolean taken = false;
        while (!taken) {
            Group group = group(message);
            if (group == null) {
                counters.refused.increment();
                return;
            }
            group.order().lock();
            try {
                // Otherwise there is another one in its place by now.
                taken = !group.isEnded();
                if (taken) {
                    take(group, message, whole);
                }
            } finally {
                group.order().unlock();
            }
        }
    }

    private void take(Group group, StoredMessage message, boolean whole) {
        long now = clock.nanos();
        Lanes lanes = group.makeLanes();
        Lane lane = lanes.find(message.epoch());
        long sequence = message.sequence();
        if (lane == null) {
            lane = lanes.add(message.epoch(), sequence - 1, now);
        }
        if (sequence <= lane.last()) {
            if (!lane.log().isVacant(sequence)) {
                counters.duplicates.increment();
                return;
            }
            // Stored behind one that was sent after it.
        } else if (sequence > lane.last() + 1) {
            pass(lane, sequence - 1, whole, now);
        }
        StoredDelivery.Outcome outcome = delivery.deliver(group, lane.log(), message, now);
        lane.reached(sequence, now);
        counters.taken.increment();
        IdempotencyWindow.Key key = outcome.key();
        if (key != null && window.find(key, now) == null) {
            window.note(key, outcome.answer(), now);
        }
    }

    /** Where nothing is missing of what was stored, the numbers between were given to messages that are not there. */
    private void pass(Lane lane, long until, boolean whole, long now) {
        if (whole) {
            lane.log().pass(until, now);
        } else {
            counters.gaps.increment();
            lane.log().skip(until);
        }
    }

    private @Nullable Group group(StoredMessage message) throws InterruptedException {
        if (message.inbox() == 0) {
            Group group = table.group(message.groupId());
            return group != null ? group : made(() -> table.groupFor(message.groupId()));
        }
        Account account = table.account(message.inbox());
        return account != null
                ? account.inbox()
                : made(() -> table.accountFor(message.inbox()).inbox());
    }

    /** Has the table's writer make a group; null where there is no room for one more. */
    private @Nullable Group made(Supplier<Group> change) throws InterruptedException {
        CompletableFuture<Group> made = new CompletableFuture<>();
        writer.put(() -> {
            try {
                made.complete(change.get());
            } catch (RuntimeException e) {
                made.completeExceptionally(e);
            }
        });
        try {
            return made.get();
        } catch (ExecutionException e) {
            LOG.debug("No room for the group of a record", e.getCause());
            return null;
        }
    }
}
