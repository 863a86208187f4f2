package dev.outboard.im.server;

import dev.outboard.im.chat.GroupLog;
import dev.outboard.im.chat.HistorySlice;
import dev.outboard.im.v1.HistoryPageEncoder;
import dev.outboard.im.v1.HistoryRequestDecoder;
import dev.outboard.im.v1.RecoveredEncoder;
import dev.outboard.im.v1.RecoveryEnum;
import dev.outboard.im.v1.SubscriptionDecoder;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Reads what groups keep: pages of history, and what a device has missed when it subscribes. */
final class HistoryHandler {
    /** The most positions of a subscription: what a client has seen of four times as many lanes as a group has. */
    static final int MAX_POSITIONS = 4 * Lanes.MOST;

    private static final int PAGE_MESSAGES_FIELD = 6;
    private static final int RECOVERED_MESSAGES_FIELD = 6;

    private final UserTable table;
    private final MessageStore store;
    private final ChatCounters counters;
    private final Calls calls;
    private final boolean shared;

    /**
     * @param shared whether other nodes publish to the same groups
     */
    HistoryHandler(UserTable table, MessageStore store, ChatCounters counters, Calls calls, boolean shared) {
        this.shared = shared;
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
        Read read;
        List<long[]> lanes = List.of();
        group.order().lock();
        try {
            group.expire(calls.clock().nanos());
            read = read(group, request, limit);
            if (shared) {
                lanes = lanes(group);
            }
        } finally {
            group.order().unlock();
        }
        try (HistorySlice<ByteBuf> slice = read.slice()) {
            HistoryPageEncoder page = new HistoryPageEncoder()
                    .wrap(call.reply())
                    .epoch(read.epoch())
                    .sequence(read.last())
                    .oldest(read.oldest())
                    .lost(slice.isLost())
                    .more(slice.hasMore());
            for (long[] lane : lanes) {
                page.beginLanes().epoch(lane[0]).sequence(lane[1]);
                page.endLanes();
            }
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
        Missed missed;
        group.order().lock();
        try {
            group.expire(calls.clock().nanos());
            table.subscribe(session.user(), group);
            missed = Missed.of(group, request, store.budget().limits(), shared);
        } finally {
            group.order().unlock();
        }
        try (missed) {
            write(call, missed, group.users(), shared || request.positionsCount() > 0);
        }
    }

    private void write(ServerCall call, Missed missed, int members, boolean laneByLane) {
        RecoveryEnum outcome = missed.outcome();
        count(outcome);
        Missed.OfLane own = missed.lanes().get(0);
        RecoveredEncoder answer = new RecoveredEncoder()
                .wrap(call.reply())
                .epoch(own.epoch())
                .sequence(own.last())
                .recovery(outcome)
                .recoveredTo(own.slice().reached())
                .members(members);
        if (laneByLane) {
            for (Missed.OfLane lane : missed.lanes()) {
                answer.beginLanes()
                        .epoch(lane.epoch())
                        .sequence(lane.last())
                        .recovery(lane.outcome())
                        .recoveredTo(lane.slice().reached());
                answer.endLanes();
            }
        }
        for (Missed.OfLane lane : missed.lanes()) {
            store.write(lane.slice(), RECOVERED_MESSAGES_FIELD, call.reply());
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

    /** What was found in one lane. */
    private record Read(long epoch, long last, long oldest, HistorySlice<ByteBuf> slice) {}

    private static Read read(Group group, HistoryRequestDecoder request, int limit) {
        long epoch = request.epoch() == 0 ? group.epoch() : request.epoch();
        long last = group.nextSequence() - 1;
        if (epoch == group.epoch()) {
            return new Read(epoch, last, group.log().oldest(), read(group.log(), request, limit, last));
        }
        Lane lane = group.lanes() == null ? null : group.lanes().find(epoch);
        if (lane == null) {
            return new Read(group.epoch(), last, group.log().oldest(), HistorySlice.lost(last));
        }
        return new Read(epoch, lane.last(), lane.log().oldest(), read(lane.log(), request, limit, lane.last()));
    }

    private static HistorySlice<ByteBuf> read(
            GroupLog<ByteBuf> log, HistoryRequestDecoder request, int limit, long last) {
        if (request.backward()) {
            return log.before(request.since(), limit);
        }
        return Long.compareUnsigned(request.since(), last) > 0
                ? HistorySlice.lost(last)
                : log.after(request.since(), limit);
    }

    /** Epoch and last number of each lane. */
    private static List<long[]> lanes(Group group) {
        List<long[]> found = new ArrayList<>();
        found.add(new long[] {group.epoch(), group.nextSequence() - 1});
        Lanes others = group.lanes();
        if (others != null) {
            others.all().forEach(lane -> found.add(new long[] {lane.epoch(), lane.last()}));
        }
        return found;
    }

    private void count(RecoveryEnum outcome) {
        if (outcome == RecoveryEnum.RECOVERY_LOST) {
            counters.historyLost.increment();
        } else if (outcome != RecoveryEnum.RECOVERY_NONE) {
            counters.recovered.increment();
        }
    }
}
