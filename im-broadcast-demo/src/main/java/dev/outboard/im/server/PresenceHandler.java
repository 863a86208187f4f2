package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.im.chat.PresenceChanges;
import dev.outboard.im.chat.RateLimit;
import dev.outboard.im.v1.GroupEventEncoder;
import dev.outboard.im.v1.MembershipDecoder;
import dev.outboard.im.v1.PresenceListEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells who is there, who came and went, and who is typing. Any thread, where nothing else is said. */
final class PresenceHandler {
    /** The most users in an event, coming and going each, and in an answer. */
    static final int MOST_IN_EVENT = 256;

    static final int MOST_IN_LIST = 1_000;
    private static final RateLimit TYPING_RATE = new RateLimit(2, 4);

    private final UserTable table;
    private final RpcOutbound outbound;
    private final EventLane lane;
    private final ChatCounters counters;
    private final Calls calls;
    private final @Nullable ClusterPresence others;

    /**
     * @param others who is on other nodes; null where there are none
     */
    PresenceHandler(
            UserTable table,
            RpcOutbound outbound,
            EventLane lane,
            ChatCounters counters,
            Calls calls,
            @Nullable ClusterPresence others) {
        this.others = others;
        this.table = table;
        this.outbound = outbound;
        this.lane = lane;
        this.counters = counters;
        this.calls = calls;
    }

    /** Answers a call of Presence. */
    void presence(ServerCall call) {
        Group group = group(call);
        Map<Long, List<String>> there = new LinkedHashMap<>();
        Members members = group.members();
        for (int shard = 0; shard < members.shards(); shard++) {
            for (int i = 0; i < members.count(shard); i++) {
                User user = members.get(shard, i);
                ServerConnection connection = user.connection();
                if (connection != null && connection.isOpen()) {
                    there.computeIfAbsent(user.key(), id -> new ArrayList<>(1)).add(user.device());
                }
            }
        }
        if (others != null) {
            others.present(group.id())
                    .forEach((user, devices) -> there.computeIfAbsent(user, id -> new ArrayList<>(1))
                            .addAll(devices));
        }
        PresenceListEncoder list = new PresenceListEncoder().wrap(call.reply()).total(there.size());
        there.entrySet().stream().limit(MOST_IN_LIST).forEach(entry -> {
            var present = list.beginUsers().userId(entry.getKey());
            entry.getValue().forEach(present::addDevices);
            list.endUsers();
        });
        call.complete();
    }

    /** Carries out a call of Typing. */
    void typing(ServerCall call) {
        Group group = group(call);
        Session session = calls.session(call);
        Calls.checkMayPublish(session, group.id());
        if (session.account().typingRate().tryTake(TYPING_RATE, calls.clock().nanos())) {
            long user = session.account().key();
            tellTyping(group, user);
            if (others != null) {
                others.typing(group.id(), user);
            }
        } else {
            counters.typingShed.increment();
        }
        call.complete();
    }

    /** Ends a tick of presence. The user table's writer only. */
    void tick() {
        table.presenceTick(this::tell);
        if (others != null) {
            others.tick();
        }
    }

    /** Somebody on another node types. */
    void typedElsewhere(int groupId, long user) {
        Group group = table.group(groupId);
        if (group == null || group.members().total() == 0) {
            return;
        }
        try {
            tellTyping(group, user);
        } catch (FrameBudgetException e) {
            counters.typingShed.increment();
        }
    }

    private void tellTyping(Group group, long user) {
        lane.send(
                outbound.encode(
                        ChatMethods.EVENT,
                        out -> new GroupEventEncoder()
                                .wrap(out)
                                .groupId(group.id())
                                .typing(user)),
                group,
                EventLane.Kind.TYPING,
                user);
    }

    private void tell(Group group, PresenceChanges.Change change) {
        long[] joined = first(change.joined());
        long[] left = first(change.left());
        boolean more = joined.length < change.joined().size()
                || left.length < change.left().size();
        lane.send(
                outbound.encode(
                        ChatMethods.EVENT,
                        out -> new GroupEventEncoder()
                                .wrap(out)
                                .groupId(group.id())
                                .joined(joined, 0, joined.length)
                                .left(left, 0, left.length)
                                .more(more)),
                group,
                EventLane.Kind.PRESENCE,
                0);
    }

    private Group group(ServerCall call) {
        Session session = calls.session(call);
        int groupId = new MembershipDecoder().wrap(call.request()).groupId();
        Calls.checkMayRead(session, groupId);
        Group group = table.group(groupId);
        if (group == null || !session.account().isMember(groupId)) {
            throw new RefusedException(StatusCode.PERMISSION_DENIED, "user: no member (expected: a join before)");
        }
        return group;
    }

    private static long[] first(List<Long> users) {
        return users.stream().limit(MOST_IN_EVENT).mapToLong(Long::longValue).toArray();
    }
}
