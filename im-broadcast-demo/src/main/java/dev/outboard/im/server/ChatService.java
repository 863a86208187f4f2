package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.im.v1.GroupSizeEncoder;
import dev.outboard.im.v1.MembershipDecoder;
import dev.outboard.im.v1.PublishDecoder;
import dev.outboard.im.v1.ReceiptEncoder;
import dev.outboard.im.v1.SignInDecoder;
import dev.outboard.im.v1.SignedInEncoder;
import dev.outboard.im.v1.StatsRequestDecoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import java.util.function.ToIntBiFunction;

/**
 * The calls of {@code outboard.im.v1.Chat}: checks what a peer may ask for, then hands it to the table's writer or to
 * the dispatcher. Handlers run on the server's workers, those of one connection in order; changes of users and groups
 * are answered by the table's writer, once they are visible to all.
 */
final class ChatService {
    private final UserTable table;
    private final TableWriter writer;
    private final Dispatcher dispatcher;
    private final StatsReply stats;
    private final ThreadLocal<Publication> publications = ThreadLocal.withInitial(Publication::new);
    private volatile ChatLimits limits = ChatLimits.defaults();
    private volatile boolean draining;

    ChatService(UserTable table, TableWriter writer, Dispatcher dispatcher, StatsReply stats) {
        this.table = table;
        this.writer = writer;
        this.dispatcher = dispatcher;
        this.stats = stats;
    }

    /** The service, to be given to a server. */
    Service service() {
        return Service.named(ChatMethods.SERVICE)
                .unary(ChatMethods.SIGN_IN, Execution.WORKERS_CONNECTION_ORDER, refusing(this::signIn))
                .unary(ChatMethods.JOIN, Execution.WORKERS_CONNECTION_ORDER, refusing(this::join))
                .unary(ChatMethods.LEAVE, Execution.WORKERS_CONNECTION_ORDER, refusing(this::leave))
                .unary(ChatMethods.PUBLISH, Execution.WORKERS_CONNECTION_ORDER, refusing(this::publish))
                .unary(ChatMethods.STATS, Execution.WORKERS, refusing(this::stats))
                .push(ChatMethods.DELIVER)
                .build();
    }

    /** Holds peers to these from now on. */
    void limits(ChatLimits newLimits) {
        limits = newLimits;
    }

    /** Refuses messages from now on. */
    void drain() {
        draining = true;
    }

    private void signIn(ServerCall call) {
        SignInDecoder request = new SignInDecoder().wrap(call.request());
        checkAtMost("name: bytes", request.nameLength(), limits.nameBytes());
        long userId = request.userId();
        submit(call, () -> {
            ServerConnection connection = call.connection();
            if (connection.attachment() != null) {
                throw new RefusedException(StatusCode.FAILED_PRECONDITION, "sign-in: second (expected: one)");
            }
            boolean returning = table.user(userId) != null;
            User user = table.signIn(userId, connection);
            connection.attach(user);
            connection.onClose(() -> writer.disconnected(user, connection));
            new SignedInEncoder().wrap(call.reply()).returning(returning).groups(user.groupCount());
        });
    }

    private void join(ServerCall call) {
        changeMembership(call, table::join);
    }

    private void leave(ServerCall call) {
        changeMembership(call, table::leave);
    }

    private void changeMembership(ServerCall call, ToIntBiFunction<User, Integer> change) {
        int groupId = new MembershipDecoder().wrap(call.request()).groupId();
        submit(call, () -> {
            int members = change.applyAsInt(signedIn(call), groupId);
            new GroupSizeEncoder().wrap(call.reply()).members(members);
        });
    }

    private void publish(ServerCall call) {
        User sender = signedIn(call);
        Publication publication = publications.get();
        PublishDecoder message = publication.wrap(call.request(), sender.key());
        ChatLimits now = limits;
        checkAtMost("text: bytes", message.textLength(), now.textBytes());
        checkAtMost("mentions", message.mentionsCount(), now.mentions());
        Group group = table.group(message.groupId());
        if (group == null || !sender.isMember(message.groupId())) {
            throw new RefusedException(StatusCode.PERMISSION_DENIED, "sender: no member (expected: a join before)");
        }
        if (draining) {
            throw new RefusedException(StatusCode.UNAVAILABLE, "server: draining (expected: another one)");
        }
        dispatcher.publish(group, publication);
        new ReceiptEncoder()
                .wrap(call.reply())
                .sequence(publication.sequence())
                .recipients(publication.recipients())
                .dropped(publication.dropped());
        call.complete();
    }

    private void stats(ServerCall call) {
        boolean collect = new StatsRequestDecoder().wrap(call.request()).collect();
        stats.write(call.reply(), collect);
        call.complete();
    }

    /** Has the table's writer make a change, fill in the reply, and end the call. */
    private void submit(ServerCall call, Runnable change) {
        if (!writer.submit(() -> answer(call, change))) {
            throw new RefusedException(StatusCode.RESOURCE_EXHAUSTED, "changes waiting: full (expected: room)");
        }
    }

    /** As the server does for what a handler throws: here nobody is above to do it. */
    private static void answer(ServerCall call, Runnable change) {
        try {
            change.run();
            call.complete();
        } catch (RefusedException e) {
            call.fail(e.code(), e.reason());
        } catch (FrameBudgetException e) {
            call.fail(StatusCode.RESOURCE_EXHAUSTED, "memory: none left (expected: room for a reply)");
        } catch (RuntimeException e) {
            call.fail(StatusCode.INTERNAL, "");
            throw e;
        }
    }

    private static User signedIn(ServerCall call) {
        if (call.connection().attachment() instanceof User user && user.connection() == call.connection()) {
            return user;
        }
        throw new RefusedException(StatusCode.UNAUTHENTICATED, "connection: not signed in (expected: SignIn first)");
    }

    private static void checkAtMost(String what, int value, int limit) {
        if (value > limit) {
            throw new RefusedException(
                    StatusCode.INVALID_ARGUMENT, what + ": " + value + " (expected: at most " + limit + ")");
        }
    }

    private static CallHandler refusing(CallHandler handler) {
        return call -> {
            try {
                handler.handle(call);
            } catch (RefusedException e) {
                call.fail(e.code(), e.reason());
            }
        };
    }
}
