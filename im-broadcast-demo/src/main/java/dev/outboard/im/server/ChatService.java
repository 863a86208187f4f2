package dev.outboard.im.server;

import dev.outboard.im.auth.Claims;
import dev.outboard.im.v1.ChatServer;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.im.v1.GroupSizeEncoder;
import dev.outboard.im.v1.MembershipDecoder;
import dev.outboard.im.v1.SignInDecoder;
import dev.outboard.im.v1.SignedInEncoder;
import dev.outboard.im.v1.StatsRequestDecoder;
import dev.outboard.im.v1.SubscriptionDecoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;

/**
 * The calls of {@code outboard.im.v1.Chat}: signs in, and hands everything else to who knows about it. Handlers run on the
 * server's workers, those of one connection in order; changes of users and groups are answered by the table's writer, once
 * they are visible to all.
 */
final class ChatService {
    /** The longest name of a device, in bytes of UTF-8. */
    static final int MAX_DEVICE_BYTES = 64;

    private final UserTable table;
    private final TableWriter writer;
    private final PublishHandler publisher;
    private final HistoryHandler history;
    private final PresenceHandler presence;
    private final StatsReply stats;
    private final RpcOutbound outbound;
    private final OutboxRules rules;
    private final Calls calls;
    private volatile ChatLimits limits = ChatLimits.defaults();

    ChatService(
            UserTable table,
            TableWriter writer,
            PublishHandler publisher,
            HistoryHandler history,
            PresenceHandler presence,
            StatsReply stats,
            RpcOutbound outbound,
            OutboxRules rules,
            Calls calls) {
        this.table = table;
        this.writer = writer;
        this.publisher = publisher;
        this.history = history;
        this.presence = presence;
        this.stats = stats;
        this.outbound = outbound;
        this.rules = rules;
        this.calls = calls;
    }

    /** The service, to be given to a server. */
    Service service() {
        Execution inOrder = Execution.WORKERS_CONNECTION_ORDER;
        return Service.named(ChatMethods.SERVICE)
                .descriptors(ChatServer::descriptors)
                .unary(ChatMethods.SIGN_IN, inOrder, Calls.refusing(this::signIn))
                .unary(ChatMethods.JOIN, inOrder, Calls.refusing(this::join))
                .unary(ChatMethods.LEAVE, inOrder, Calls.refusing(this::leave))
                .unary(ChatMethods.PUBLISH, publisher.execution(), Calls.refusing(publisher::publish))
                .unary(ChatMethods.SUBSCRIBE, inOrder, Calls.refusing(this::subscribe))
                .unary(ChatMethods.HISTORY, inOrder, Calls.refusing(history::history))
                .unary(ChatMethods.PRESENCE, inOrder, Calls.refusing(presence::presence))
                .unary(ChatMethods.TYPING, inOrder, Calls.refusing(presence::typing))
                .unary(ChatMethods.STATS, Execution.WORKERS, Calls.refusing(this::stats))
                .push(ChatMethods.DELIVER)
                .push(ChatMethods.EVENT)
                .push(ChatMethods.GAP)
                .push(ChatMethods.ENDED)
                .build();
    }

    /** Holds peers to these from now on. */
    void limits(ChatLimits newLimits) {
        limits = newLimits;
        publisher.limits(newLimits);
    }

    /** Refuses messages from now on. */
    void drain() {
        publisher.drain();
    }

    private void signIn(ServerCall call) {
        SignInDecoder request = new SignInDecoder().wrap(call.request());
        Calls.checkAtMost("name: bytes", request.nameLength(), limits.nameBytes());
        Calls.checkAtMost("device: bytes", request.deviceLength(), MAX_DEVICE_BYTES);
        Claims claims = calls.claims(call.connection(), request.userId());
        if (request.userId() != 0 && request.userId() != claims.userId()) {
            throw new RefusedException(StatusCode.PERMISSION_DENIED, "user: another (expected: the token's, or 0)");
        }
        SignInTerms terms = new SignInTerms(request.device(), request.hold(), request.events(), claims.read());
        submit(call, () -> {
            ServerConnection connection = call.connection();
            if (connection.attachment() != null) {
                throw new RefusedException(StatusCode.FAILED_PRECONDITION, "sign-in: second (expected: one)");
            }
            Account known = table.account(claims.userId());
            User user = signIn(connection, claims, terms);
            boolean expires = claims.expiresAtSeconds() != Long.MAX_VALUE;
            new SignedInEncoder()
                    .wrap(call.reply())
                    .returning(known != null)
                    .groups(user.account().groups().length)
                    .userId(claims.userId())
                    .expiresAtSeconds(expires ? claims.expiresAtSeconds() : 0);
        });
    }

    private User signIn(ServerConnection connection, Claims claims, SignInTerms terms) {
        Account known = table.account(claims.userId());
        User before = known != null ? known.device(terms.device()) : null;
        if (before != null && before.connection() instanceof Outbox elsewhere) {
            elsewhere.farewell(FarewellReasonEnum.FAREWELL_TAKEN_OVER);
        }
        Outbox outbox = outbound.outbox(connection, rules, terms.events());
        User user = table.signIn(claims.userId(), terms, outbox);
        connection.attach(new Session(user, outbox, claims));
        connection.onClose(() -> {
            outbox.connectionClosed();
            writer.disconnected(user, outbox);
        });
        return user;
    }

    private void join(ServerCall call) {
        int groupId = new MembershipDecoder().wrap(call.request()).groupId();
        submit(call, () -> {
            Session session = calls.session(call);
            Calls.checkMayRead(session, groupId);
            answerSize(call, table.join(session.user(), groupId));
        });
    }

    private void leave(ServerCall call) {
        int groupId = new MembershipDecoder().wrap(call.request()).groupId();
        submit(call, () -> answerSize(call, table.leave(calls.session(call).user(), groupId)));
    }

    private void subscribe(ServerCall call) {
        SubscriptionDecoder request = new SubscriptionDecoder().wrap(call.request());
        Calls.checkAtMost("positions", request.positionsCount(), HistoryHandler.MAX_POSITIONS);
        submit(call, () -> history.subscribe(call, calls.session(call), request));
    }

    private void stats(ServerCall call) {
        boolean collect = new StatsRequestDecoder().wrap(call.request()).collect();
        stats.write(call.reply(), collect);
        call.complete();
    }

    private static void answerSize(ServerCall call, int members) {
        new GroupSizeEncoder().wrap(call.reply()).members(members);
    }

    /** Has the table's writer make a change, fill in the reply, and end the call. */
    private void submit(ServerCall call, Runnable change) {
        if (!writer.submit(() -> Calls.answer(call, change))) {
            throw new RefusedException(StatusCode.RESOURCE_EXHAUSTED, "changes waiting: full (expected: room)");
        }
    }
}
