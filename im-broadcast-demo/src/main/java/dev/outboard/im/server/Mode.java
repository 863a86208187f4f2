package dev.outboard.im.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The ways of fanning messages out, by the names that users choose them by. */
enum Mode {
    POOL("pool", new Guarantees(true, true, true)) {
        @Override
        Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
            return ShardedDispatcher.pool(
                    options.workers(), options.queueCapacity(), outbound, counters, fanoutThreads());
        }
    },
    EVENT_LOOP("event-loop", new Guarantees(true, true, true)) {
        @Override
        Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
            return ShardedDispatcher.onEventLoops(options.eventLoops(), options.queueCapacity(), outbound, counters);
        }
    },
    PER_RECIPIENT("per-recipient", new Guarantees(false, false, true)) {
        @Override
        Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
            return PerRecipientDispatcher.onThreads(options.pushTimeout(), outbound, counters);
        }
    },
    PER_RECIPIENT_VIRTUAL("per-recipient-virtual", new Guarantees(false, false, true)) {
        @Override
        Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
            return PerRecipientDispatcher.onVirtualThreads(options.pushTimeout(), outbound, counters);
        }

        @Override
        void checkAvailable() {
            int jdk = Runtime.version().feature();
            if (jdk < FIRST_WITH_VIRTUAL_THREADS) {
                throw new IllegalArgumentException("mode: " + id() + " on JDK " + jdk + " (expected: JDK "
                        + FIRST_WITH_VIRTUAL_THREADS + " or later)");
            }
        }
    },
    CHANNEL_GROUP("channel-group", new Guarantees(true, false, true)) {
        @Override
        Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
            return new ChannelGroupDispatcher(outbound, counters);
        }
    },
    POOL_BLOCKING("pool-blocking", new Guarantees(false, true, false)) {
        @Override
        Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
            return PerRecipientDispatcher.onFixedPool(
                    options.workers(), options.queueCapacity(), options.pushTimeout(), outbound, counters);
        }
    },
    POOL_ENCODE_EACH("pool-encode-each", new Guarantees(true, true, true)) {
        @Override
        Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
            return ShardedDispatcher.encodingPool(
                    options.workers(), options.queueCapacity(), outbound, counters, fanoutThreads());
        }
    },
    QUEUE_UNBOUNDED("queue-unbounded", new Guarantees(false, false, true)) {
        @Override
        Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters) {
            return new QueueDispatcher(options.workers(), outbound, counters, fanoutThreads());
        }
    };

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final String id;
    private final Guarantees guarantees;

    Mode(String id, Guarantees guarantees) {
        this.id = id;
        this.guarantees = guarantees;
    }

    /** <em>Returns owned</em>. */
    abstract Dispatcher dispatcher(ImServerOptions options, Outbound outbound, Counters counters);

    /** Fails where this JDK does not have what the mode needs. */
    void checkAvailable() {
        // Most need nothing.
    }

    /** Whether this JDK has what the mode needs. */
    boolean isAvailable() {
        try {
            checkAvailable();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    String id() {
        return id;
    }

    Guarantees guarantees() {
        return guarantees;
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Mode::id).toList();
    }

    /**
     * The mode of that name.
     *
     * @throws IllegalArgumentException where there is none, or it does not run on this JDK
     */
    static Mode of(String id) {
        Mode mode = Arrays.stream(values())
                .filter(candidate -> candidate.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "mode: " + id + " (expected: one of " + String.join(", ", ids()) + ")"));
        mode.checkAvailable();
        return mode;
    }

    private static ThreadFactory fanoutThreads() {
        return new DefaultThreadFactory("im-fanout", true);
    }
}
