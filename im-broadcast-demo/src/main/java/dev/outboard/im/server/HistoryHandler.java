package dev.outboard.im.server;

import dev.outboard.im.chat.HistorySlice;
import dev.outboard.im.v1.HistoryPageEncoder;
import dev.outboard.im.v1.HistoryRequestDecoder;
import dev.outboard.im.v1.RecoveredEncoder;
import dev.outboard.im.v1.RecoveryEnum;
import dev.outboard.im.v1.SubscriptionDecoder;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import io.netty.buffer.ByteBuf;

/** Reads what groups keep: pages of history, and what a device has missed when it subscribes. */
final class HistoryHandler {
    private static final int PAGE_MESSAGES_FIELD = 6;
    private static final int RECOVERED_MESSAGES_FIELD = 6;

    private final UserTable table;
    private final MessageStore store;
    private final ChatCounters counters;
    private final Calls calls;

    HistoryHandler(UserTable table, MessageStore store, ChatCounters counters, Calls calls) {
        this.table = table;
        this.store = store;
        this.counters = counters;
        this.calls = calls;
    }

    /** Answers a call of History. Any thread. */
    void history(ServerCall call) {
        Session session = calls.session(call);
        HistoryRequestDecoder request = new HistoryRequestDecoder().wrap(call.request());
        Group group = request.inbox() ? session.account().inbox() : group(session, request.groupId());
        int limit = request.limit() == 0 ? Integer.MAX_VALUE : Math.max(1, request.limit());
        long oldest;
        long last;
        HistorySlice<ByteBuf> slice;
        group.order().lock();
        try {
            group.log().expire(calls.clock().nanos());
            last = group.nextSequence() - 1;
            oldest = group.log().oldest();
            slice = read(group, request, limit, last);
        } finally {
            group.order().unlock();
        }
        try (slice) {
            new HistoryPageEncoder()
                    .wrap(call.reply())
                    .epoch(group.epoch())
                    .sequence(last)
                    .oldest(oldest)
                    .lost(slice.isLost())
                    .more(slice.hasMore());
            store.write(slice, PAGE_MESSAGES_FIELD, call.reply());
        }
        call.complete();
    }

    /**
     * Subscribes the session's device and fills in the reply with what it missed. The user table's writer only: under the
     * group's lock the device becomes one of its members, and everything before that moment is looked up, so that no
     * message is both or neither.
     */
    void subscribe(ServerCall call, Session session, SubscriptionDecoder request) {
        Group group = request.inbox() ? session.account().inbox() : joined(session, request.groupId());
        boolean again = session.user().isSubscribed(group);
        if (again && request.recover()) {
            throw new RefusedException(
                    StatusCode.FAILED_PRECONDITION,
                    "subscription: there already (expected: History for what is missing)");
        }
        long last;
        HistorySlice<ByteBuf> slice;
        group.order().lock();
        try {
            group.log().expire(calls.clock().nanos());
            table.subscribe(session.user(), group);
            last = group.nextSequence() - 1;
            slice = request.recover() ? missed(group, request, last) : HistorySlice.none(last);
        } finally {
            group.order().unlock();
        }
        try (slice) {
            RecoveryEnum outcome = outcome(request.recover(), slice);
            new RecoveredEncoder()
                    .wrap(call.reply())
                    .epoch(group.epoch())
                    .sequence(last)
                    .recovery(outcome)
                    .recoveredTo(slice.reached())
                    .members(group.users());
            store.write(slice, RECOVERED_MESSAGES_FIELD, call.reply());
        }
    }

    private Group group(Session session, int groupId) {
        Calls.checkMayRead(session, groupId);
        Group group = table.group(groupId);
        if (group == null || !session.account().isMember(groupId)) {
            throw new RefusedException(StatusCode.PERMISSION_DENIED, "user: no member (expected: a join before)");
        }
        return group;
    }

    private Group joined(Session session, int groupId) {
        Calls.checkMayRead(session, groupId);
        return table.member(session.user(), groupId);
    }

    private static HistorySlice<ByteBuf> read(Group group, HistoryRequestDecoder request, int limit, long last) {
        if (request.epoch() != 0 && request.epoch() != group.epoch()) {
            return HistorySlice.lost(last);
        }
        if (request.backward()) {
            return group.log().before(request.since(), limit);
        }
        return Long.compareUnsigned(request.since(), last) > 0
                ? HistorySlice.lost(last)
                : group.log().after(request.since(), limit);
    }

    /** A position of another epoch, or past the end, is one of a group that is gone: what came behind it is not known. */
    private static HistorySlice<ByteBuf> missed(Group group, SubscriptionDecoder request, long last) {
        return request.epoch() != group.epoch() || Long.compareUnsigned(request.sequence(), last) > 0
                ? HistorySlice.lost(last)
                : group.log().after(request.sequence(), Integer.MAX_VALUE);
    }

    private RecoveryEnum outcome(boolean asked, HistorySlice<ByteBuf> slice) {
        if (!asked) {
            return RecoveryEnum.RECOVERY_NONE;
        }
        if (slice.isLost()) {
            counters.historyLost.increment();
            return RecoveryEnum.RECOVERY_LOST;
        }
        counters.recovered.increment();
        return slice.hasMore() ? RecoveryEnum.RECOVERY_PARTIAL : RecoveryEnum.RECOVERY_COMPLETE;
    }
}
