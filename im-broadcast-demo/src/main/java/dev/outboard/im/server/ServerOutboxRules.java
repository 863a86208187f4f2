package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.im.chat.DropPolicy;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.im.v1.MissedEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.EncodedPush;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One server's rules for its outboxes, and the outboxes in which something waits. Any thread. */
final class ServerOutboxRules implements OutboxRules {
    private final int queueBytes;
    private volatile ChatOptions options;
    private final RpcOutbound outbound;
    private final Farewells farewells;
    private final ChatCounters counters;
    private final Counters books;
    private final Set<Outbox> waiting = ConcurrentHashMap.newKeySet();

    ServerOutboxRules(
            int queueBytes,
            ChatOptions options,
            RpcOutbound outbound,
            Farewells farewells,
            ChatCounters counters,
            Counters books) {
        this.queueBytes = queueBytes;
        this.options = options;
        this.outbound = outbound;
        this.farewells = farewells;
        this.counters = counters;
        this.books = books;
    }

    /** Treats those who do not read by these options from now on. */
    void change(ChatOptions newOptions) {
        options = newOptions;
    }

    /** Sends what waits, as far as connections take it. */
    void advance() {
        for (Outbox outbox : waiting) {
            // Taken out first: what comes to wait meanwhile puts it in again.
            waiting.remove(outbox);
            if (!outbox.advance()) {
                waiting.add(outbox);
            }
        }
    }

    @Override
    public int queueBytes() {
        return queueBytes;
    }

    @Override
    public DropPolicy policy() {
        return options.slowConsumer();
    }

    @Override
    public int backlogBytes() {
        return options.backlogBytes();
    }

    @Override
    public ChatCounters chat() {
        return counters;
    }

    @Override
    public Counters books() {
        return books;
    }

    @Override
    public @Nullable EncodedPush marker(Gaps.Gap gap) {
        TaggedPush first = gap.first();
        try {
            return outbound.encode(ChatMethods.GAP, out -> {
                MissedEncoder missed = new MissedEncoder().wrap(out);
                if (first == null) {
                    missed.all(true);
                } else {
                    missed.groupId(first.groupId())
                            .inbox(first.inbox())
                            .epoch(first.epoch())
                            .sequence(first.sequence() - 1);
                }
                missed.dropped(gap.count());
            });
        } catch (FrameBudgetException e) {
            return null;
        }
    }

    @Override
    public void waiting(Outbox outbox) {
        waiting.add(outbox);
    }

    @Override
    public void farewell(Outbox outbox, FarewellReasonEnum reason) {
        farewells.begin(outbox, reason);
    }
}
