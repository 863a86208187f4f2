package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.im.v1.FarewellEncoder;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.PushFuture;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.StatusCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections that the server ends: each is told why and closed when that is with the operating system, or after two
 * seconds, as who does not read cannot be told anything. Any thread; {@link #advance} is called by one, again and again.
 */
final class Farewells {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private record Leaving(@Nullable PushFuture told, long deadlineNanos) {
        boolean isOver(long nowNanos) {
            return told == null || told.isDone() || nowNanos - deadlineNanos >= 0;
        }
    }

    private final RpcOutbound outbound;
    private final ChatClock clock;
    private final Map<ServerConnection, Leaving> leaving = new ConcurrentHashMap<>();

    Farewells(RpcOutbound outbound, ChatClock clock) {
        this.outbound = outbound;
        this.clock = clock;
    }

    /** Begins to end a connection; does nothing where that has begun. */
    void begin(Outbox outbox, FarewellReasonEnum reason) {
        leaving.computeIfAbsent(
                outbox.connection(), connection -> new Leaving(tell(outbox, reason), clock.nanos() + PATIENCE_NANOS));
    }

    /** Whether the connection's end has not begun. */
    boolean isNew(ServerConnection connection) {
        return !leaving.containsKey(connection);
    }

    /** Closes the connections that have been told, or had the time. */
    void advance() {
        long now = clock.nanos();
        leaving.forEach((connection, state) -> {
            if (state.isOver(now)) {
                connection.close();
                leaving.remove(connection);
            }
        });
    }

    private @Nullable PushFuture tell(Outbox outbox, FarewellReasonEnum reason) {
        EncodedPush push;
        try {
            push = outbound.encode(
                    ChatMethods.ENDED,
                    out -> new FarewellEncoder()
                            .wrap(out)
                            .reason(reason)
                            .code(code(reason).number()));
        } catch (FrameBudgetException e) {
            // It goes without a word.
            return null;
        }
        try {
            return outbox.pushLast(push);
        } finally {
            push.release();
        }
    }

    private static StatusCode code(FarewellReasonEnum reason) {
        return switch (reason) {
            case FAREWELL_TOKEN_EXPIRED -> StatusCode.UNAUTHENTICATED;
            case FAREWELL_SLOW_CONSUMER -> StatusCode.RESOURCE_EXHAUSTED;
            case FAREWELL_TAKEN_OVER, FAREWELL_UNSPECIFIED -> StatusCode.ABORTED;
        };
    }
}
