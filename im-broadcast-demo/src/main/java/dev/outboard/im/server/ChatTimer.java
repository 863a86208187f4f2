package dev.outboard.im.server;

import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.rpc.ServerConnection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what comes with time, on a thread of its own: lets outboxes go on, closes connections that have been told so, ends
 * those whose token has expired, lets old messages go, and asks for the ticks of presence.
 *
 * <p>Life: {@link #start}, once the server runs; {@link #close}, after which nothing begins any more.
 */
final class ChatTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChatTimer.class);
    private static final long PERIOD_MILLIS = 20;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ChatClock clock;
    private final RpcOutbound outbound;
    private final ServerOutboxRules rules;
    private final Farewells farewells;
    private final UserTable table;
    private final ChatCounters counters;
    private final Runnable presenceTick;
    private final Runnable secondTick;
    private final long presenceNanos;
    private final ScheduledExecutorService executor;

    // The timer's thread's own.
    private long nextPresence;
    private long nextSecond;

    /**
     * @param presenceTick asks for a tick of presence, every {@code presenceNanos}
     * @param secondTick is run every second
     */
    ChatTimer(
            ChatClock clock,
            RpcOutbound outbound,
            ServerOutboxRules rules,
            Farewells farewells,
            UserTable table,
            ChatCounters counters,
            Runnable presenceTick,
            Runnable secondTick,
            long presenceNanos,
            ThreadFactory threads) {
        this.clock = clock;
        this.outbound = outbound;
        this.rules = rules;
        this.farewells = farewells;
        this.table = table;
        this.counters = counters;
        this.presenceTick = presenceTick;
        this.secondTick = secondTick;
        this.presenceNanos = presenceNanos;
        this.executor = Executors.newSingleThreadScheduledExecutor(threads);
        this.nextPresence = clock.nanos() + presenceNanos;
        this.nextSecond = clock.nanos();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It is never done, and never fails.
    void start() {
        executor.scheduleWithFixedDelay(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void tick() {
        try {
            long now = clock.nanos();
            rules.advance();
            if (now - nextSecond >= 0) {
                nextSecond = now + SECOND_NANOS;
                expireTokens();
                expireHistory(now);
                secondTick.run();
            }
            if (now - nextPresence >= 0) {
                nextPresence = now + presenceNanos;
                presenceTick.run();
            }
            farewells.advance();
        } catch (RuntimeException e) {
            LOG.error("Something that is done from time to time failed", e);
        }
    }

    private void expireTokens() {
        long seconds = clock.seconds();
        outbound.forEachOpen(connection -> {
            if (connection.principal() instanceof Identity identity
                    && identity.claims().expired(seconds)) {
                expire(connection);
            }
        });
    }

    private void expire(ServerConnection connection) {
        Outbox outbox = connection.attachment() instanceof Session session
                ? session.outbox()
                : outbound.outbox(connection, rules, false);
        if (farewells.isNew(connection)) {
            counters.tokensExpired.increment();
            outbox.farewell(FarewellReasonEnum.FAREWELL_TOKEN_EXPIRED);
        }
    }

    private void expireHistory(long now) {
        table.forEachGroup(group -> group.expire(now));
    }
}
